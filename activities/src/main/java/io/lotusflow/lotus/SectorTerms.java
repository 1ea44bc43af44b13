package io.lotusflow.lotus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A sector without deals, as far as a daemon wants to know it for an estimate. Of the proof it
 * looks at the size alone, so the oldest that there is for a size will do, which every version
 * knows.
 */
record SectorTerms(
    @JsonProperty("SealProof") int sealProof,
    @JsonProperty("DealIDs") List<Long> deals,
    @JsonProperty("Expiration") long expiration) {

  /** 540 days. Without deals the amount is the same for any. */
  static final long EPOCHS = 540L * 2880;

  /** So far away that it is not over at any height. */
  private static final long EXPIRATION = 100 * EPOCHS;

  private static final List<ByteSize> SIZES =
      List.of(
          ByteSize.parse("2KiB"),
          ByteSize.parse("8MiB"),
          ByteSize.parse("512MiB"),
          ByteSize.parse("32GiB"),
          ByteSize.parse("64GiB"));

  SectorTerms {
    deals = List.copyOf(deals);
  }

  static SectorTerms of(ByteSize sectorSize) {
    int proof = SIZES.indexOf(sectorSize);
    if (proof < 0) {
      throw new IllegalArgumentException("no sector has the size " + sectorSize);
    }
    return new SectorTerms(proof, List.of(), EXPIRATION);
  }
}
