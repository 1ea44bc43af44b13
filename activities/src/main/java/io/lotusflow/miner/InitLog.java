package io.lotusflow.miner;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code lotus-miner init} tells in its log. */
final class InitLog {
  private static final Pattern PUSHED = Pattern.compile("Pushed CreateMiner message: (baf\\w+)");
  private static final Pattern CREATED = Pattern.compile("Created new miner: ([ft]0\\d+)");
  private static final Pattern BROKE =
      Pattern.compile("not enough funds|insufficient funds|SysErrInsufficientFunds");

  private InitLog() {}

  static Optional<String> pushed(String text) {
    return find(PUSHED, text);
  }

  static Optional<String> created(String text) {
    return find(CREATED, text);
  }

  static boolean lacksFunds(String text) {
    return BROKE.matcher(text).find();
  }

  static String read(Path log) {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The message in the logs of all attempts of a job, of which one log is given. */
  static Optional<String> pushedInAnyAttempt(Path log) {
    Path attempts = log.getParent().getParent();
    try (Stream<Path> folders = Files.list(attempts)) {
      return folders
          .filter(Files::isDirectory)
          .map(attempt -> read(attempt.resolve(log.getFileName())))
          .map(InitLog::pushed)
          .flatMap(Optional::stream)
          .findFirst();
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Shows the newest line, and tells of the message as soon as it is there.
   *
   * @param message called with its CID
   */
  static LineProgress progress(Consumer<String> message) {
    return (line, before) -> {
      pushed(line).ifPresent(message);
      return new JobProgress(
          phase(line).orElse(before.phase()),
          -1,
          0,
          0,
          "",
          before.lastLine(),
          before.pid(),
          before.startedAt());
    };
  }

  private static Optional<String> phase(String line) {
    return line.contains("Waiting for confirmation") || line.contains("Waiting for message")
        ? Optional.of("waiting for the chain")
        : Optional.empty();
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
