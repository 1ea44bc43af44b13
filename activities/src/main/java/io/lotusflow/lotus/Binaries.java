package io.lotusflow.lotus;

import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Asks installed programs what they are. */
public final class Binaries {
  private final Programs programs;

  public Binaries(Programs programs) {
    this.programs = programs;
  }

  /** The version a program says it is; empty if it is not there yet, as in a dry run. */
  public Optional<LotusVersion> version(Path binary, Command askVersion) {
    if (!Files.isExecutable(binary)) {
      return Optional.empty();
    }
    return Optional.of(LotusVersion.parse(programs.run(askVersion).stdout()));
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
