package io.lotusflow.lotus;

import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks installed programs what they are. */
public final class Binaries {
  private static final Map<Program, LotusVersion> ASKED = new ConcurrentHashMap<>();

  private final Programs programs;

  /** One state of one file: a program that was replaced is asked again. */
  private record Program(Path file, String key, long size, FileTime changed) {
    static Program at(Path binary) {
      try {
        Path file = binary.toRealPath();
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Program(
            file, String.valueOf(found.fileKey()), found.size(), found.lastModifiedTime());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public Binaries(Programs programs) {
    this.programs = programs;
  }

  /**
   * The version a program says it is; empty if it is not there yet, as in a dry run. A file that is
   * as it was is not started again.
   */
  public Optional<LotusVersion> version(Path binary, Command askVersion) {
    if (!Files.isExecutable(binary)) {
      return Optional.empty();
    }
    return Optional.of(
        ASKED.computeIfAbsent(
            Program.at(binary), unknown -> LotusVersion.parse(programs.run(askVersion).stdout())));
  }

  public Dialect dialect(Lotus lotus) {
    return Dialect.of(version(lotus.binary(), lotus.version()));
  }

  public Dialect dialect(LotusMiner miner) {
    return Dialect.of(version(miner.binary(), miner.version()));
  }

  /** The default configuration a program prints; empty if it is not there or prints none. */
  public Optional<String> defaultConfig(Path binary, Dialect dialect, Command askConfig) {
    if (!Files.isExecutable(binary) || !dialect.printsDefaultConfig()) {
      return Optional.empty();
    }
    try {
      return Optional.of(programs.run(askConfig).stdout());
    } catch (CommandFailed unknownCommand) {
      return Optional.empty();
    }
  }
}
