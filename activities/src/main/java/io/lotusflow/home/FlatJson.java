package io.lotusflow.home;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Small state files as JSON, by Jackson's streams alone: binding would cost {@code status} more
 * time than all the rest.
 */
final class FlatJson {

  private static final JsonFactory JSON = new JsonFactory();

  private FlatJson() {}

  /** Writes the fields of one object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static String write(Fields fields) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  static void writeProcess(JsonGenerator json, String name, Optional<LiveProcess> maybeProcess)
      throws IOException {
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

  /** Scalars by their path, as in {@code server.pid}. */
  static Map<String, String> read(String text) throws IOException {
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

  static Optional<LiveProcess> process(Map<String, String> values, String name) {
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

  static void replace(Path file, String line) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(draft, line + '\n');
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
