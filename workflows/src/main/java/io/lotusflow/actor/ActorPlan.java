package io.lotusflow.actor;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.wallet.KeysPlan;
import java.util.List;
import java.util.Locale;

/**
 * One change of a miner actor.
 *
 * @param words what the change wants: addresses, an amount in FIL (none = all), a peer id
 * @param keys where the keys of miner and node are saved before anything is sent
 * @param approved a person has seen what changes, and said yes before the start
 */
public record ActorPlan(
    Scope scope,
    Act act,
    NodeApi node,
    NodeApi miner,
    List<String> words,
    KeysPlan keys,
    boolean approved)
    implements Plan {

  /** The names are stored in histories: add, never rename. */
  public enum Act {
    /** The whole set of control addresses is replaced; words: addresses. */
    CONTROL,
    /** Available funds go to the owner; words: none or one amount. */
    WITHDRAW,
    /** Proposed, waited for (900 epochs on mainnet), confirmed; words: one BLS address. */
    WORKER,
    /** Words: one peer id. */
    PEER_ID,
    /** Words: multiaddrs; none = the miner has none. */
    ADDRESSES
  }

  public ActorPlan {
    words = List.copyOf(words);
  }

  @Override
  public String part() {
    return act.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean wantsTheSameWords() {
    return true;
  }
}
