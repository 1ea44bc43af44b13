package io.lotusflow.rehearsal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A site of its own for a test class, in a folder of its own, gone afterwards. */
final class RehearsalExtension implements BeforeAllCallback, AfterAllCallback {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Path parent = Path.of("");
  private Rehearsal rehearsal = Rehearsal.at(parent);

  Rehearsal rehearsal() {
    return rehearsal;
  }

  RehearsalSite site() {
    return rehearsal.start(PATIENCE);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    parent = Files.createTempDirectory("rehearsal");
    rehearsal = Rehearsal.at(parent.resolve("rehearsal"));
    rehearsal.start(PATIENCE);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    rehearsal.remove();
    Files.delete(parent);
  }
}
