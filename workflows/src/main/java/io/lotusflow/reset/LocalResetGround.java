package io.lotusflow.reset;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What is there to be reset.
 *
 * @param folders repositories that have data
 * @param bytes in all of them
 */
public record LocalResetGround(Receipt receipt, List<String> folders, long bytes)
    implements Reported {
  public LocalResetGround {
    folders = List.copyOf(folders);
  }
}
