package io.lotusflow.home;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code lotusflow up} runs on this host, as its supervisor last wrote it into {@code
 * run/up.json}. Read without Temporal's classes, so that {@code status} is quick; whether a process
 * named here still lives is asked of the process itself.
 *
 * @param address host and port of the embedded server
 * @param ui URL of its user interface
 * @param temporalVersion version of the {@code temporal} binary
 * @param since when the supervisor began
 * @param supervisor absent once {@code down} has ended everything
 * @param server the embedded Temporal server
 * @param worker the worker of this host
 * @param codec what lets the user interface read encrypted payloads, if anything is encrypted
 * @param trouble one sentence, while a part dies again and again
 */
public record UpState(
    String address,
    String ui,
    String temporalVersion,
    Instant since,
    Optional<LiveProcess> supervisor,
    Optional<LiveProcess> server,
    Optional<LiveProcess> worker,
    Optional<LiveProcess> codec,
    Optional<String> trouble) {

  /** The last state written, if {@code up} ever ran here. */
  public static Optional<UpState> read(Home home) {
    try {
      return parse(Files.readString(file(home)));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the state in one step; a reader sees the old one or the new one. */
  public void write(Home home) {
    FlatJson.replace(home.run().resolve("up.json"), toJson());
  }

  /** Whether the embedded server's process lives; it may still be starting. */
  public boolean serverLives() {
    return server.filter(LiveProcess::alive).isPresent();
  }

  /** Whether a worker is kept up here for a server that is none of this home. */
  public boolean isForAnotherServer() {
    return supervisorLives() && server.isEmpty();
  }

  /** Whether the worker's process lives. */
  public boolean workerLives() {
    return worker.filter(LiveProcess::alive).isPresent();
  }

  /** Whether the worker takes tasks: it lives and the server answered it a moment ago. */
  public boolean workerPolls(Home home) {
    return WorkerState.read(home)
        .filter(state -> state.polls() && state.process().alive())
        .isPresent();
  }

  /** Whether somebody would restart them. */
  public boolean supervisorLives() {
    return supervisor.filter(LiveProcess::alive).isPresent();
  }

  /** One line, as in the file. */
  public String toJson() {
    return FlatJson.write(this::writeFields);
  }

  /** One line: the state as in the file, and which of its processes live and work now. */
  public String toStatusJson(Home home) {
    return FlatJson.write(
        json -> {
          writeFields(json);
          json.writeBooleanField("supervisorLives", supervisorLives());
          json.writeBooleanField("serverLives", serverLives());
          json.writeBooleanField("workerLives", workerLives());
          json.writeBooleanField("workerPolls", workerPolls(home));
        });
  }

  private void writeFields(JsonGenerator json) throws IOException {
    json.writeStringField("address", address);
    json.writeStringField("ui", ui);
    json.writeStringField("temporalVersion", temporalVersion);
    json.writeStringField("since", since.toString());
    FlatJson.writeProcess(json, "supervisor", supervisor);
    FlatJson.writeProcess(json, "server", server);
    FlatJson.writeProcess(json, "worker", worker);
    FlatJson.writeProcess(json, "codec", codec);
    if (trouble.isPresent()) {
      json.writeStringField("trouble", trouble.get());
    }
  }

  private static Path file(Home home) {
    return home.folder().resolve("run").resolve("up.json");
  }

  /** Empty for a file that a failing power supply left without content. */
  static Optional<UpState> parse(String text) throws IOException {
    Map<String, String> values = FlatJson.read(text);
    return Optional.ofNullable(values.get("address")).map(address -> of(address, values));
  }

  private static UpState of(String address, Map<String, String> values) {
    return new UpState(
        address,
        values.getOrDefault("ui", ""),
        values.getOrDefault("temporalVersion", ""),
        Instant.parse(values.getOrDefault("since", Instant.EPOCH.toString())),
        FlatJson.process(values, "supervisor"),
        FlatJson.process(values, "server"),
        FlatJson.process(values, "worker"),
        FlatJson.process(values, "codec"),
        Optional.ofNullable(values.get("trouble")));
  }
}
