package io.lotusflow.chain;

import java.util.List;

/**
 * What reading a snapshot once, from its first byte to its last, has told about it.
 *
 * <p>Figures that could not be told are 0, names that could not be told are empty. When a defect
 * makes the rest worthless ({@link Defect.Kind#endsReading}), reading stopped there, and digest and
 * counts are of what was read.
 *
 * @param bytes of the file, as read
 * @param sha256 of the file as it lies on disk (packed, if it is packed); empty if reading stopped
 *     early
 * @param zstd whether it is packed
 * @param unpackedBytes length of the CAR inside; the same as {@code bytes} for a plain one
 * @param defects the first hundred, in the order of the file
 * @param defectCount all of them
 */
public record Verdict(
    long bytes,
    String sha256,
    boolean zstd,
    long unpackedBytes,
    SnapshotHead head,
    SnapshotContents contents,
    NetworkEvidence network,
    Completeness completeness,
    List<Defect> defects,
    long defectCount) {

  public Verdict {
    defects = List.copyOf(defects);
  }

  /** Whether nothing wrong was found. Whether it is whole says {@link #completeness}. */
  public boolean isSound() {
    return defectCount == 0;
  }
}
