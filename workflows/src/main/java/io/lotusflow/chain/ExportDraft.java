package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * An export that is about to be written; until it is whole, other names stand in the folder.
 *
 * @param folder where it will lie
 * @param name of the file when it is whole
 * @param height of the tipset that becomes its head
 * @param expectedBytes of the CAR, as far as it can be told before
 */
public record ExportDraft(
    Receipt receipt, String folder, String name, long height, long expectedBytes)
    implements Reported {

  /** Where it will lie when it is whole. */
  public String target() {
    return folder + '/' + name;
  }
}
