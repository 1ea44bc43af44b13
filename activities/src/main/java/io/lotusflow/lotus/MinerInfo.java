package io.lotusflow.lotus;

import java.util.List;

/**
 * A miner actor on the chain. Addresses are id addresses.
 *
 * @param multiaddrs in binary form, base64
 */
public record MinerInfo(String owner, String worker, List<String> multiaddrs, ByteSize sectorSize) {
  public MinerInfo {
    multiaddrs = List.copyOf(multiaddrs);
  }
}
