package io.lotusflow.car;

import java.time.Duration;

/**
 * What a snapshot should be; what is not known is not compared.
 *
 * @param bytes published length of the file; 0 = unknown
 * @param sha256 published digest of the file, 64 lower-case hex digits; empty = unknown
 * @param network {@code mainnet} or {@code calibnet}; any other name is known by its genesis alone
 * @param genesis CID of the genesis block; empty = that of the network, where it is well-known
 * @param maximumAge of the head; zero = any
 * @param threads that check blocks; 0 = as many as there are cores
 */
public record Expected(
    long bytes, String sha256, String network, String genesis, Duration maximumAge, int threads) {

  /** Nothing is known about it. */
  public static Expected anything() {
    return new Expected(0, "", "", "", Duration.ZERO, 0);
  }

  public Expected withBytes(long published) {
    return new Expected(published, sha256, network, genesis, maximumAge, threads);
  }

  public Expected withSha256(String published) {
    return new Expected(bytes, published, network, genesis, maximumAge, threads);
  }

  public Expected withNetwork(String name, String genesisCid) {
    return new Expected(bytes, sha256, name, genesisCid, maximumAge, threads);
  }

  public Expected withMaximumAge(Duration age) {
    return new Expected(bytes, sha256, network, genesis, age, threads);
  }

  public Expected withThreads(int number) {
    return new Expected(bytes, sha256, network, genesis, maximumAge, number);
  }
}
