package io.lotusflow.home;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which lotusflow this is, as the parent pom says. */
public final class Release {

  private Release() {}

  /** Such as {@code 0.1.0}. */
  public static String number() {
    Properties built = new Properties();
    try (InputStream file = Release.class.getResourceAsStream("version.properties")) {
      built.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built.getProperty("version");
  }
}
