package io.lotusflow.deals;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;
import java.util.Locale;

/**
 * One change of a miner's market.
 *
 * @param words what the change wants; see {@link Act}
 */
public record DealsActPlan(Scope scope, Act act, DealsPlan deals, List<String> words)
    implements Plan {

  /** The names are stored in histories: add, never rename. */
  public enum Act {
    /** Considers no deals any more; no words. */
    DISABLE,
    /** Words: none = as noted; else {@code all}, {@code none} or kinds. */
    RESTORE,
    /**
     * Words: price and price for verified deals, each a whole number of attoFIL per GiB and epoch;
     * least and largest piece, each in bytes.
     */
    ASK,
    /** Words: CIDs of pieces; none = the list is emptied. */
    BLOCKLIST,
    /** Words: {@code storage} or {@code retrieval}, then a command; no command = no filter. */
    FILTER,
    /** Words: CID of the proposal, absolute path of the file on the miner's host. */
    IMPORT
  }

  public DealsActPlan {
    words = List.copyOf(words);
  }

  @Override
  public String part() {
    String part = act.name().toLowerCase(Locale.ROOT);
    // Data of several deals may come at a time.
    return act == Act.IMPORT ? part + '/' + words.get(0) : part;
  }

  @Override
  public boolean wantsTheSameWords() {
    return true;
  }
}
