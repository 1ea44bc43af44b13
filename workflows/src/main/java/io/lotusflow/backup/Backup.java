package io.lotusflow.backup;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * A backup that was read back.
 *
 * @param folder where it lies; empty in a dry run
 * @param without repositories whose metadata could not be had while they are in use
 */
public record Backup(Receipt receipt, String folder, List<String> without) implements Reported {
  public Backup {
    without = List.copyOf(without);
  }

  /** Whether it has all there is to save. */
  public boolean isWhole() {
    return without.isEmpty();
  }
}
