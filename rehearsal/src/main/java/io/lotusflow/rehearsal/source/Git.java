package io.lotusflow.rehearsal.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs git on one bare repository, untouched by what the operator has configured. */
final class Git {
  private final Path repository;

  Git(Path repository) {
    this.repository = repository;
  }

  /** Writes to its standard input. */
  interface Feed {
    void to(OutputStream input) throws IOException;
  }

  String run(String... arguments) throws IOException {
    return run(input -> {}, arguments);
  }

  String run(Feed feed, String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of("git", "--git-dir=" + repository));
    argv.addAll(List.of(arguments));
    Path errors = Files.createTempFile(repository.getParent(), "git", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(argv).redirectError(errors.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
      builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
      builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
      Process git = builder.start();
      try (OutputStream input = git.getOutputStream()) {
        feed.to(input);
      }
      String output = new String(git.getInputStream().readAllBytes(), UTF_8);
      int code = git.waitFor();
      if (code != 0) {
        throw new IOException(
            String.join(" ", argv) + " exited with " + code + ": " + Files.readString(errors));
      }
      return output.strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git ran", e);
    } finally {
      Files.deleteIfExists(errors);
    }
  }
}
