package io.lotusflow.home;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the worker of this host says of itself in {@code run/worker.json}.
 *
 * @param process the worker
 * @param polls whether it takes tasks now, which it cannot while the server is away
 * @param refusal why it takes none although the server is there
 */
public record WorkerState(LiveProcess process, boolean polls, Optional<Refusal> refusal) {

  /** What the last worker wrote; it may have died since. */
  public static Optional<WorkerState> read(Home home) {
    Map<String, String> values = values(home);
    return FlatJson.process(values, "process")
        .map(
            process ->
                new WorkerState(
                    process, Boolean.parseBoolean(values.get("polls")), refusal(values)));
  }

  /** None where no worker ever wrote. */
  private static Map<String, String> values(Home home) {
    try {
      return FlatJson.read(Files.readString(home.folder().resolve("run").resolve("worker.json")));
    } catch (NoSuchFileException never) {
      return Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Refusal> refusal(Map<String, String> values) {
    List<String> arguments = new ArrayList<>();
    while (values.containsKey("refusal." + arguments.size())) {
      arguments.add(values.get("refusal." + arguments.size()));
    }
    return Optional.ofNullable(values.get("refusal.key")).map(key -> new Refusal(key, arguments));
  }

  private static void write(JsonGenerator json, Refusal refusal) throws IOException {
    json.writeObjectFieldStart("refusal");
    json.writeStringField("key", refusal.key());
    for (int i = 0; i < refusal.arguments().size(); i++) {
      json.writeStringField(Integer.toString(i), refusal.arguments().get(i));
    }
    json.writeEndObject();
  }

  /** Replaces the state in one step. */
  public void write(Home home) {
    FlatJson.replace(
        home.run().resolve("worker.json"),
        FlatJson.write(
            json -> {
              json.writeStringField("release", Release.number());
              FlatJson.writeProcess(json, "process", Optional.of(process));
              json.writeBooleanField("polls", polls);
              if (refusal.isPresent()) {
                write(json, refusal.get());
              }
            }));
  }

  /**
   * Of which release the worker is that lives here, as {@link Release#number}; nothing where none
   * lives, or where it is so old that it does not say.
   */
  public static Optional<String> release(Home home) {
    Map<String, String> values = values(home);
    return FlatJson.process(values, "process")
        .filter(LiveProcess::alive)
        .flatMap(alive -> Optional.ofNullable(values.get("release")));
  }
}
