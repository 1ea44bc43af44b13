package io.lotusflow.chain;

/**
 * What a snapshot holds.
 *
 * @param carVersion 1; 0 if it is no CAR
 * @param snapshotVersion 1: the roots of the CAR are the head; 2: the root is a metadata block that
 *     names head and finality data (FRC-0108); 0 if it is no CAR
 * @param finalityData whether it brings the certificates of fast finality (F3)
 * @param blocks IPLD blocks of all kinds
 * @param headers block headers that are linked with the head
 * @param lowestHeight of these headers; -1 if there are none
 * @param stateRoots different state trees of these headers of which the root is in the file
 * @param newestWithoutState height of the newest of these headers of which the state is not in the
 *     file; -1 if it has all of them
 * @param headersWithMessages headers of which the messages' root is in the file
 */
public record SnapshotContents(
    int carVersion,
    int snapshotVersion,
    boolean finalityData,
    long blocks,
    long headers,
    long lowestHeight,
    long stateRoots,
    long newestWithoutState,
    long headersWithMessages) {

  public static SnapshotContents none() {
    return new SnapshotContents(0, 0, false, 0, 0, -1, 0, -1, 0);
  }

  /** Whether it holds the state of every header above that many epochs below its head. */
  public boolean hasStates(long head, long epochs) {
    return newestWithoutState <= Math.max(-1, head - epochs);
  }

  /**
   * Whether it is a full chain, from genesis on and with the messages of every header: what {@code
   * lotus daemon --import-chain} needs. A pruned one lacks messages.
   */
  public boolean isFullChain() {
    return lowestHeight == 0 && headersWithMessages == headers;
  }
}
