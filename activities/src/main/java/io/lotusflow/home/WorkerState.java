package io.lotusflow.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/**
 * What the worker of this host says of itself in {@code run/worker.json}.
 *
 * @param process the worker
 * @param polls whether it takes tasks now, which it cannot while the server is away
 * @param release of lotusflow, as {@link Release#number}; empty if it is so old that it does not
 *     say
 */
public record WorkerState(LiveProcess process, boolean polls, String release) {

  /** Of this process. */
  public static WorkerState ofThisProcess(boolean polls) {
    return new WorkerState(LiveProcess.self(), polls, Release.number());
  }

  /** What the last worker wrote; it may have died since. */
  public static Optional<WorkerState> read(Home home) {
    try {
      Map<String, String> values =
          FlatJson.read(Files.readString(home.folder().resolve("run").resolve("worker.json")));
      return FlatJson.process(values, "process")
          .map(
              process ->
                  new WorkerState(
                      process,
                      Boolean.parseBoolean(values.get("polls")),
                      values.getOrDefault("release", "")));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the state in one step. */
  public void write(Home home) {
    FlatJson.replace(
        home.run().resolve("worker.json"),
        FlatJson.write(
            json -> {
              FlatJson.writeProcess(json, "process", Optional.of(process));
              json.writeBooleanField("polls", polls);
              json.writeStringField("release", release);
            }));
  }
}
