package io.lotusflow.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/** One start of a job: its folder, and what can be read from it at any time. */
record Attempt(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What was asked for; environment by name only.
   *
   * @param createdAt milliseconds since 1970
   */
  record Description(
      String owner,
      String step,
      String inputs,
      List<String> argv,
      String workingDirectory,
      SortedSet<String> environment,
      JobWeight weight,
      long logLimitBytes,
      long createdAt) {}

  int number() {
    return Integer.parseInt(folder.getFileName().toString());
  }

  Path log() {
    return folder.resolve("log");
  }

  void describe(Description description) {
    try {
      replace("job.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(description));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Description> description() {
    return text("job.json").map(Attempt::parse);
  }

  private static Description parse(String json) {
    try {
      return JSON.readValue(json, Description.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on, this ask is the one that its result is for. */
  void askedBy(JobAsk ask) {
    replace("ask", ask.id());
  }

  boolean isAskedBy(JobAsk ask) {
    return text("ask").filter(ask.id()::equals).isPresent();
  }

  Optional<ProcessId> process() {
    return text("process").flatMap(ProcessId::parse);
  }

  /** Empty while it runs, and for ever if it vanished (or if the disk lost the number). */
  OptionalInt exit() {
    return text("exit")
        .map(String::strip)
        .filter(code -> code.matches("\\d{1,3}"))
        .map(code -> OptionalInt.of(Integer.parseInt(code)))
        .orElse(OptionalInt.empty());
  }

  boolean has(Mark mark) {
    return Files.exists(folder.resolve(mark.file()));
  }

  void set(Mark mark) {
    replace(mark.file(), "");
  }

  /** A fact about an attempt that is true as soon as its file is there. */
  enum Mark {
    /** Told to somebody: a code other than 0 is told once. */
    DELIVERED,
    /** Not to be believed. */
    FORGOTTEN,
    /** Ended by us, or never to begin. */
    STOPPED,
    /** Ended, and seen to have left nothing running: need not be looked at again. */
    REAPED;

    String file() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  JobState.Phase phase(String boot) {
    if (has(Mark.STOPPED)) {
      return JobState.Phase.STOPPED;
    }
    Optional<ProcessId> process = process();
    if (process.isEmpty()) {
      return JobState.Phase.STARTING;
    }
    // The code first: it comes before the process goes.
    boolean alive = process.get().alive(boot);
    if (exit().isPresent()) {
      return JobState.Phase.ENDED;
    }
    return alive ? JobState.Phase.RUNNING : JobState.Phase.VANISHED;
  }

  JobState state(JobKey key, String boot) {
    return new JobState(
        key,
        number(),
        phase(boot),
        exit(),
        process().map(ProcessId::pid).orElse(0L),
        description().map(Description::argv).orElse(List.of()),
        startedAt(),
        log());
  }

  Optional<JobKey> key() {
    return description().map(d -> new JobKey(d.owner(), d.step(), d.inputs()));
  }

  Instant startedAt() {
    return changed("process").orElseGet(this::createdAt);
  }

  Instant createdAt() {
    return description().map(d -> Instant.ofEpochMilli(d.createdAt())).orElse(Instant.EPOCH);
  }

  Instant endedAt() {
    return changed("exit").orElseGet(this::startedAt);
  }

  /** The newest file in it. */
  Instant lastSignOfLife() {
    return List.of("exit", "log", "process", "job.json").stream()
        .flatMap(name -> changed(name).stream())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  private Optional<Instant> changed(String name) {
    try {
      return Optional.of(Files.getLastModifiedTime(folder.resolve(name)).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> text(String name) {
    // Looked for many times a second: an exception for each miss would cost ten times as much.
    if (!folder.resolve(name).toFile().exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(String name, String text) {
    try {
      Path fresh = folder.resolve(name + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
