package io.lotusflow.chain;

import java.time.Duration;
import java.util.List;

/**
 * How a chain is made ready beside a living node and switched in: {@code [chain]} of the settings.
 *
 * @param folder of the second repository; empty = beside the daemon's, on the same file system
 * @param api multiaddr on which the second daemon listens; empty = a free port of this machine
 * @param libp2p likewise, for peers
 * @param catchUp whether the second daemon catches up before the switch; else it is only seen to
 *     start
 * @param behind how many epochs its head may be behind, to count as current
 * @param keepOld how long the new chain must have been healthy before the old one goes
 * @param outage how long the node is planned to be away
 * @param margin on top, for the stretch without a proving deadline
 * @param miners on other machines that hang on this daemon, as {@code f01234}
 */
public record BesidePlan(
    String folder,
    String api,
    String libp2p,
    boolean catchUp,
    long behind,
    Duration keepOld,
    Duration outage,
    Duration margin,
    List<String> miners) {
  public BesidePlan {
    miners = List.copyOf(miners);
  }
}
