package io.lotusflow.host;

import io.lotusflow.files.Sha256;
import io.lotusflow.home.Home;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A few fixed commands that must run in one job. Everything that varies is an argument; nothing is
 * ever written into the text.
 */
public final class ShellScript {
  private final String name;
  private final String text;

  /** The resource {@code NAME.sh} beside a class. */
  public ShellScript(Class<?> owner, String name) {
    this.name = name;
    try (InputStream resource = owner.getResourceAsStream(name + ".sh")) {
      if (resource == null) {
        throw new IllegalStateException("no script " + name + ".sh beside " + owner);
      }
      this.text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The command that runs it. The file's name holds a digest of its text, so that a job goes on
   * with its own text when lotusflow is upgraded meanwhile.
   */
  public List<String> argv(Home home, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", file(home).toString()));
    argv.addAll(List.of(arguments));
    return argv;
  }

  private Path file(Home home) {
    Path file = home.cache().resolve("scripts").resolve(name + '-' + digest() + ".sh");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        Path draft = Files.createTempFile(file.getParent(), name, "");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String digest() {
    return Sha256.hex(text).substring(0, 10);
  }
}
