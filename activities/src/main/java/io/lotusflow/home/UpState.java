package io.lotusflow.home;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
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
    Optional<String> trouble) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The last state written, if {@code up} ever ran here. */
  public static Optional<UpState> read(Home home) {
    try {
      return Optional.of(parse(Files.readString(file(home))));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the state in one step; a reader sees the old one or the new one. */
  public void write(Home home) {
    Path file = home.run().resolve("up.json");
    Path draft = file.resolveSibling("up.json.new");
    try {
      Files.writeString(draft, toJson() + '\n');
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the embedded server's process lives; it may still be starting. */
  public boolean serverLives() {
    return server.filter(LiveProcess::alive).isPresent();
  }

  /** Whether the worker's process lives. */
  public boolean workerLives() {
    return worker.filter(LiveProcess::alive).isPresent();
  }

  /** Whether somebody would restart them. */
  public boolean supervisorLives() {
    return supervisor.filter(LiveProcess::alive).isPresent();
  }

  /** One line, as in the file. */
  public String toJson() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("address", address);
      json.writeStringField("ui", ui);
      json.writeStringField("temporalVersion", temporalVersion);
      json.writeStringField("since", since.toString());
      writeProcess(json, "supervisor", supervisor);
      writeProcess(json, "server", server);
      writeProcess(json, "worker", worker);
      if (trouble.isPresent()) {
        json.writeStringField("trouble", trouble.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static Path file(Home home) {
    return home.folder().resolve("run").resolve("up.json");
  }

  private static void writeProcess(
      JsonGenerator json, String name, Optional<LiveProcess> maybeProcess) throws IOException {
    if (maybeProcess.isEmpty()) {
      return;
    }
    LiveProcess process = maybeProcess.get();
    json.writeObjectFieldStart(name);
    json.writeNumberField("pid", process.pid());
    json.writeNumberField("startTicks", process.startTicks());
    json.writeStringField("bootId", process.bootId());
    json.writeEndObject();
  }

  static UpState parse(String text) throws IOException {
    Map<String, String> values = flatten(text);
    return new UpState(
        values.getOrDefault("address", ""),
        values.getOrDefault("ui", ""),
        values.getOrDefault("temporalVersion", ""),
        Instant.parse(values.getOrDefault("since", Instant.EPOCH.toString())),
        process(values, "supervisor"),
        process(values, "server"),
        process(values, "worker"),
        Optional.ofNullable(values.get("trouble")));
  }

  /** Scalars by their path, as in {@code server.pid}. */
  private static Map<String, String> flatten(String text) throws IOException {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isScalarValue()) {
          String parent = json.getParsingContext().getParent().getCurrentName();
          String name = json.currentName();
          values.put(parent == null ? name : parent + '.' + name, json.getText());
        }
      }
    }
    return values;
  }

  private static Optional<LiveProcess> process(Map<String, String> values, String name) {
    String pid = values.get(name + ".pid");
    if (pid == null) {
      return Optional.empty();
    }
    return Optional.of(
        new LiveProcess(
            Long.parseLong(pid),
            Long.parseLong(values.getOrDefault(name + ".startTicks", "0")),
            values.getOrDefault(name + ".bootId", "")));
  }
}
