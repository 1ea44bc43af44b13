package io.lotusflow.lotus;

import java.util.List;
import java.util.Optional;

/**
 * A miner actor on the chain. Addresses are id addresses.
 *
 * @param newWorker proposed, and not confirmed yet
 * @param changeEpoch from which on the proposed worker may be confirmed; -1 without one
 * @param beneficiary who gets what is withdrawn; on versions without one the owner
 * @param peerId empty if none was announced
 * @param multiaddrs in binary form, base64
 */
public record MinerInfo(
    String owner,
    String worker,
    List<String> controls,
    Optional<String> newWorker,
    long changeEpoch,
    String beneficiary,
    String peerId,
    List<String> multiaddrs,
    ByteSize sectorSize) {
  public MinerInfo {
    controls = List.copyOf(controls);
    multiaddrs = List.copyOf(multiaddrs);
  }
}
