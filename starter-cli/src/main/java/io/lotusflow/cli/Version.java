package io.lotusflow.cli;

import io.lotusflow.home.Release;
import picocli.CommandLine.IVersionProvider;

/** Which lotusflow this is, for {@code --version}. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"lotusflow " + number()};
  }

  static String number() {
    return Release.number();
  }
}
