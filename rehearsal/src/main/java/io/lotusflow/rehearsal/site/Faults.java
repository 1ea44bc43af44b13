package io.lotusflow.rehearsal.site;

import io.lotusflow.rehearsal.suite.build.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The misfortunes ordered at the moment: a folder with one file for each, its content the
 * parameter.
 */
public final class Faults {
  private final Path folder;

  public Faults(Path folder) {
    this.folder = folder;
  }

  /** Takes effect at once, also on downloads and builds that are under way. */
  public void set(Fault fault, String parameter) {
    try {
      Files.createDirectories(folder);
      Path unfinished = folder.resolve('.' + fault.fileName());
      Files.writeString(unfinished, parameter);
      Files.move(unfinished, file(fault), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void clear(Fault fault) {
    try {
      Files.deleteIfExists(file(fault));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void clearAll() {
    for (Fault fault : Fault.values()) {
      clear(fault);
    }
  }

  /** Those that are set, with their parameters. */
  public Map<Fault, String> list() {
    Map<Fault, String> set = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      parameter(fault).ifPresent(parameter -> set.put(fault, parameter));
    }
    return set;
  }

  /** The parameter's words, if the fault is set. */
  Optional<List<String>> words(Fault fault) {
    return parameter(fault)
        .map(text -> text.isBlank() ? List.of() : List.of(text.strip().split("\\s+")));
  }

  private Optional<String> parameter(Fault fault) {
    try {
      return Optional.of(Files.readString(file(fault)));
    } catch (NoSuchFileException notSet) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Fault fault) {
    return folder.resolve(fault.fileName());
  }
}
