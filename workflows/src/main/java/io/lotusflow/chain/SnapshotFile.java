package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.Optional;

/**
 * A whole file on disk, its digest compared with the published one where there is one.
 *
 * @param verdict of reading it once; absent in a dry run, and in runs of versions that did not read
 */
public record SnapshotFile(
    Receipt receipt, String path, long bytes, String sha256, Optional<Verdict> verdict)
    implements Reported {

  public SnapshotFile {
    verdict = verdict == null ? Optional.empty() : verdict;
  }

  public SnapshotFile(Receipt receipt, String path, long bytes, String sha256) {
    this(receipt, path, bytes, sha256, Optional.empty());
  }
}
