package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import io.lotusflow.run.Skipped;
import java.util.Optional;

/**
 * A whole snapshot under its name, its checksum beside it.
 *
 * @param skipped why nothing was done: another run had the node
 * @param path empty if nothing was done
 * @param sha256 of the file as it lies there
 * @param height of its head, in epochs; -1 if there is none
 */
public record ExportedSnapshot(
    Receipt receipt, Optional<Skipped> skipped, String path, long bytes, String sha256, long height)
    implements Reported {

  static ExportedSnapshot none(Receipt receipt, Skipped why) {
    return new ExportedSnapshot(receipt, Optional.of(why), "", 0, "", -1);
  }
}
