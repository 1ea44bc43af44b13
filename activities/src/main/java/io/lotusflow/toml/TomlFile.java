package io.lotusflow.toml;

import io.lotusflow.files.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration file that is edited in place: our keys change, everything else stays as it was
 * written. The new file is read again and compared before it replaces the old one in one step; a
 * copy of the old one is kept beside it.
 */
public record TomlFile(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /**
   * The settings that the file does not hold now; a file that is not there holds none.
   *
   * @throws io.temporal.failure.ApplicationFailure if the file is not TOML
   */
  public List<Setting> missing(List<Setting> settings) {
    var values = parse(read().orElse(""));
    return settings.stream().filter(setting -> !TomlText.holds(values, setting)).toList();
  }

  /**
   * Sets keys; a file that is not there is made. Nothing is written if all are set already.
   *
   * @return where the old file was kept; empty if nothing was written or there was no old one
   */
  public Optional<Path> set(List<Setting> settings) {
    Optional<String> old = read();
    String text = old.orElse("");
    parse(text);
    String changed = edit(text, settings);
    if (old.isPresent() && changed.equals(text)) {
      return Optional.empty();
    }
    try {
      Optional<Path> backup = old.isPresent() ? Optional.of(keep(text)) : Optional.empty();
      replace(changed);
      return backup;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text that {@link #set} would leave; nothing is written. */
  public String with(List<Setting> settings) {
    String text = read().orElse("");
    parse(text);
    return edit(text, settings);
  }

  /**
   * Keys that stand in the file and not in a version's default file: that version ignores them
   * without a word. Sections that hold names of the operator's choice are left out.
   *
   * @param defaults the default file of the version
   */
  public List<String> unknownKeys(String defaults) {
    Set<String> known = TomlText.knownKeys(defaults);
    return parse(read().orElse("")).keySet().stream()
        .filter(key -> !known.contains(key.toLowerCase(Locale.ROOT)))
        .filter(key -> !key.toLowerCase(Locale.ROOT).startsWith("logging.subsystemlevels."))
        .toList();
  }

  /** Every key of a version's default file, commented out or not, with its value. */
  public static List<Setting> standards(String defaults) {
    return TomlText.standards(defaults);
  }

  /** All that is set, by path. */
  public Map<String, Object> values() {
    return parse(read().orElse(""));
  }

  /** Of the content; empty where there is no file. It names the copy that {@link #set} keeps. */
  public Optional<String> digest() {
    return read().map(TomlFile::digest);
  }

  /** Where {@link #set} keeps a content of that digest. */
  public Path copy(String digest) {
    return path.resolveSibling(path.getFileName() + ".before-" + digest);
  }

  /** Whether {@link #restore} can: a copy of that digest is there, and whole. */
  public boolean isKept(String digest) {
    return kept(copy(digest)).filter(text -> digest(text).equals(digest)).isPresent();
  }

  /**
   * Gives the file the content of the copy.
   *
   * @throws io.temporal.failure.ApplicationFailure CONFIG_COPY_BROKEN if it is not what was kept
   */
  public void restore(String digest) {
    try {
      if (!isKept(digest)) {
        throw TomlProblem.CONFIG_COPY_BROKEN.because(copy(digest), path);
      }
      replace(Files.readString(copy(digest)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the file away; it was not there before we made it. */
  public void remove() {
    try {
      Files.deleteIfExists(path);
      forceFolder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys of a version's default file that another version's has not, without their sections. */
  public static List<String> newKeys(String before, String after) {
    Set<String> known = TomlText.knownKeys(before);
    return TomlText.knownKeys(after).stream().filter(key -> !known.contains(key)).toList();
  }

  /**
   * The text of a key, in whichever case section and key are written; empty if the file does not
   * set it.
   */
  public Optional<String> text(String section, String key) {
    return value(section, key).map(String::valueOf);
  }

  /** The texts of a key that has a list of them; none if the file does not set it. */
  public List<String> texts(String section, String key) {
    return value(section, key)
        .map(value -> value instanceof List<?> list ? list : List.of(value))
        .orElse(List.of())
        .stream()
        .map(String::valueOf)
        .toList();
  }

  /** All of it; empty if there is no such file. */
  public Optional<String> content() {
    return read();
  }

  /** Replaces all of it in one step; owner and mode stay. No copy is kept. */
  public void become(String text) {
    parse(text);
    try {
      replace(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a text beside the file, for people; the same text once. */
  public Path putBeside(String text) {
    try {
      return keep(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Object> value(String section, String key) {
    String name = section + '.' + key;
    return parse(read().orElse("")).entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Map<String, Object> parse(String text) {
    try {
      return TomlText.values(text);
    } catch (IllegalArgumentException notToml) {
      throw TomlProblem.CONFIG_NOT_TOML.because(path, notToml.getMessage());
    }
  }

  private String edit(String text, List<Setting> settings) {
    try {
      return TomlText.with(text, settings);
    } catch (IllegalStateException notEditable) {
      throw TomlProblem.CONFIG_NOT_EDITABLE.because(path, notEditable.getMessage());
    }
  }

  private Optional<String> read() {
    try {
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Named by its content, so that a second attempt at the same change keeps no second copy. */
  private Path keep(String text) throws IOException {
    Path backup = copy(digest(text));
    if (kept(backup).filter(text::equals).isEmpty()) {
      Path draft = path.resolveSibling("." + backup.getFileName() + ".new");
      write(draft, text);
      Files.move(draft, backup, StandardCopyOption.ATOMIC_MOVE);
      forceFolder();
    }
    return backup;
  }

  /** One that was cut off in the middle of a character is none either. */
  private static Optional<String> kept(Path copy) {
    try {
      return Optional.of(Files.readString(copy));
    } catch (NoSuchFileException | CharacterCodingException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(String text) throws IOException {
    Path draft = path.resolveSibling("." + path.getFileName() + ".new");
    write(draft, text);
    takeOver(draft);
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
  }

  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(folder())) {
      folder.force(true);
    }
  }

  private void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, OWNER_ONLY);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Owner, group and mode of the old file, or of its folder for a new one. */
  private void takeOver(Path draft) throws IOException {
    boolean replaced = Files.exists(path);
    PosixFileAttributes old =
        Files.readAttributes(replaced ? path : folder(), PosixFileAttributes.class);
    PosixFileAttributeView view =
        Files.getFileAttributeView(draft, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.readAttributes().owner().equals(old.owner())) {
      view.setOwner(old.owner());
      view.setGroup(old.group());
    }
    if (replaced) {
      view.setPermissions(old.permissions());
    }
  }

  private Path folder() {
    Path folder = path.toAbsolutePath().getParent();
    return folder == null ? path.getRoot() : folder;
  }

  private static String digest(String text) {
    return Sha256.hex(text).substring(0, 8);
  }
}
