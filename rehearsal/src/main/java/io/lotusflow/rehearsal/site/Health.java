package io.lotusflow.rehearsal.site;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

/** Which site answers on a port: another rehearsal, or another program, may have taken it. */
public record Health(long pid, Path folder) {
  static Health of(Path folder) {
    return new Health(ProcessHandle.current().pid(), folder);
  }

  String print() {
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("folder", folder.toString());
    try {
      StringWriter text = new StringWriter();
      properties.store(text, null);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Anything else than a site's answer gives a pid of 0 and an empty folder. */
  public static Health parse(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
      return new Health(
          Long.parseLong(properties.getProperty("pid", "0")),
          Path.of(properties.getProperty("folder", "")));
    } catch (IOException | IllegalArgumentException e) {
      return new Health(0, Path.of(""));
    }
  }
}
