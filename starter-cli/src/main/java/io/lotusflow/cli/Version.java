package io.lotusflow.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which lotusflow this is, as the parent pom says. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"lotusflow " + number()};
  }

  static String number() {
    Properties built = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      built.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built.getProperty("version");
  }
}
