package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Certificates as operators make them, by the script that is shipped. */
public final class Certificates {

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs the script; what is in the folder already stays.
   *
   * @param days how long they last; negative for those that have expired
   * @param names of the server, with commas between them
   */
  public static Certificates make(Path folder, int days, String names, String... clients) {
    List<String> line = new ArrayList<>();
    line.add(script().toString());
    line.addAll(List.of(folder.toString(), names));
    line.addAll(List.of(clients));
    try {
      Path said = Files.createTempFile("certificates", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
      builder.environment().put("DAYS", Integer.toString(days));
      Process script = builder.start();
      assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(script.exitValue()).as(Files.readString(said)).isZero();
      Files.delete(said);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Certificates(folder);
  }

  public Path authority() {
    return folder.resolve("ca.pem");
  }

  public Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  private static Path script() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("deploy/temporal/make-certificates.sh"))) {
      folder = folder.getParent();
    }
    return folder.resolve("deploy/temporal/make-certificates.sh");
  }
}
