package io.lotusflow.build;

import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.Optional;

/**
 * A version in its own folder.
 *
 * @param bin {@code <prefix>/versions/<label>/bin}
 */
public record Installed(Receipt receipt, LotusVersion version, String label, String bin)
    implements Reported {

  /**
   * In words, if what runs is of another version.
   *
   * @param text as it says itself: {@code v1.36.2+mainnet+git.c6f4d024}
   */
  public Optional<String> another(String who, String text) {
    String running = text.replaceFirst("^v", "");
    return running.equals(label)
        ? Optional.empty()
        : Optional.of("%s is %s, not %s".formatted(who, running, label));
  }
}
