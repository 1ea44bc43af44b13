package io.lotusflow.params;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder of proof parameters, and a note of what {@code fetch-params} last found whole there:
 * to check a hundred GiB again at each run would take minutes.
 */
public final class ParamsFolder {
  private static final ByteSize BIG_SECTOR = ByteSize.parse("32GiB");
  private static final ByteSize FOR_BIG = ByteSize.parse("110GiB");
  private static final ByteSize FOR_SMALL = ByteSize.parse("64MiB");
  private static final ByteSize FOR_MIDDLE = ByteSize.parse("8GiB");

  /**
   * What was whole.
   *
   * @param lotus the program that checked: another version may want other files
   * @param files size and time of change by name
   */
  private record Checked(String lotus, Map<String, String> files) {}

  private final Path folder;
  private final ByteSize sectorSize;
  private final Journal<Checked> journal;

  public ParamsFolder(ParamsPlan plan) {
    this.folder = Path.of(plan.folder());
    this.sectorSize = plan.sectorSize();
    this.journal = new Journal<>(folder.resolve(".checked-" + sectorSize + ".json"), Checked.class);
  }

  /** Whether nothing has changed since the same program checked all of it. */
  public boolean isWhole(Path lotus) {
    return journal
        .read()
        .filter(checked -> checked.lotus().equals(identity(lotus)))
        .filter(checked -> !checked.files().isEmpty() && checked.files().equals(files()))
        .isPresent();
  }

  /** Nothing is there at all. */
  public boolean isEmpty() {
    return files().isEmpty();
  }

  void noteWhole(Path lotus) {
    journal.write(new Checked(identity(lotus), files()));
  }

  void make() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** About what the files of this sector size take, less what is there. */
  ByteSize missing() {
    ByteSize all =
        sectorSize.compareTo(BIG_SECTOR) >= 0
            ? FOR_BIG
            : sectorSize.compareTo(ByteSize.parse("8MiB")) > 0 ? FOR_MIDDLE : FOR_SMALL;
    return new ByteSize(Math.max(0, all.bytes() - bytesThere()));
  }

  ByteSize free() {
    try {
      return new ByteSize(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long bytesThere() {
    return files().values().stream()
        .mapToLong(size -> Long.parseLong(size.substring(0, size.indexOf(' '))))
        .sum();
  }

  private Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.filter(ParamsFolder::isParameter).toList()) {
        files.put(
            file.getFileName().toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
      }
      return files;
    } catch (NoSuchFileException none) {
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isParameter(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.startsWith(".") && !name.endsWith(".lock");
  }

  /** Where the program really lies, which names its version, and when it was put there. */
  private static String identity(Path lotus) {
    try {
      Path real = lotus.toRealPath();
      return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real).toMillis();
    } catch (IOException none) {
      return "";
    }
  }
}
