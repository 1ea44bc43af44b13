package io.lotusflow.cli;

import picocli.CommandLine;

/** The value of {@code --address}. */
final class HostAndPort implements CommandLine.ITypeConverter<String> {

  @Override
  public String convert(String address) {
    if (!address.matches("([\\w.-]+|\\[[0-9a-fA-F:.]+]):\\d{1,5}")) {
      throw new CommandLine.TypeConversionException("expected HOST:PORT but was '" + address + "'");
    }
    return address;
  }
}
