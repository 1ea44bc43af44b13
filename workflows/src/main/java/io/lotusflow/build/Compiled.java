package io.lotusflow.build;

import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What a build made.
 *
 * @param label the whole version as the binary prints it, such as {@code
 *     1.36.2+mainnet+git.c6f4d024}
 * @param binaries names of the files in the checkout
 */
public record Compiled(Receipt receipt, LotusVersion version, String label, List<String> binaries)
    implements Reported {
  public Compiled {
    binaries = List.copyOf(binaries);
  }
}
