package io.lotusflow.handover;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * An API's token, for another host.
 *
 * @param scope of the host that is given it
 * @param from the host on which the API runs
 * @param of whose it is
 * @param api as that host sees it, with its repository
 * @param address by which the receiving host reaches it, a multiaddr
 * @param file there, absolute, of mode 0600 then
 * @param content what is to stand in it
 * @param user who reads it; empty for the one as whom lotusflow runs there
 */
public record HandOverPlan(
    Scope scope,
    HostId from,
    Of of,
    NodeApi api,
    String address,
    String file,
    Content content,
    String user)
    implements Plan {

  /** Who is spoken to with the token. */
  public enum Of {
    DAEMON,
    MINER
  }

  /** The names are stored in histories: add, never rename. */
  public enum Content {
    /** Nothing but the token. */
    TOKEN,
    /** {@code TOKEN:ADDRESS}, as {@code …_API_INFO} variables have it. */
    API_INFO
  }

  /** The API as the receiving host sees it. */
  public NodeApi seenFromThere() {
    return new NodeApi("", address, file);
  }
}
