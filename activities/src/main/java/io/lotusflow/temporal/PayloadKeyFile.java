package io.lotusflow.temporal;

import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import io.lotusflow.temporal.PayloadKeyProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of payloads: one {@code id = base64} per line, {@code #} begins a comment. The first
 * encrypts, all decrypt. Where there is no such file, nothing is encrypted. It is read anew
 * whenever it was changed, so that no process has to be started again for a new key.
 */
public final class PayloadKeyFile {

  /** The variable that names another file; that one must be there. */
  public static final String VARIABLE = "LOTUSFLOW_PAYLOAD_KEYS";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final String HEAD =
      """
      # Keys of lotusflow's payloads. The first encrypts, all decrypt.
      # Who loses a key loses what it encrypted: keep a copy in a safe place.
      """;

  private final Path path;
  private boolean required;
  private Optional<State> seen = Optional.empty();

  /** What a file held when it was like that. */
  private record State(Object file, Object modified, long size, List<PayloadKey> keys) {

    private boolean isOf(PosixFileAttributes now) {
      return now.lastModifiedTime().equals(modified)
          && now.size() == size
          && String.valueOf(now.fileKey()).equals(file);
    }
  }

  private PayloadKeyFile(Path path, boolean required) {
    this.path = path;
    this.required = required;
  }

  /** {@code payload-keys} in the home, or what the environment names. */
  public static PayloadKeyFile of(Home home, Map<String, String> env) {
    String named = env.getOrDefault(VARIABLE, "");
    return named.isBlank()
        ? new PayloadKeyFile(home.folder().resolve("payload-keys"), false)
        : new PayloadKeyFile(Path.of(named).toAbsolutePath().normalize(), true);
  }

  public Path path() {
    return path;
  }

  /**
   * The keys of now; empty if nothing is to be encrypted.
   *
   * @throws PayloadKeyProblem if there is a file and it cannot be used, or it has gone: rather no
   *     word than one in plain text
   */
  public synchronized List<PayloadKey> keys() {
    try {
      PosixFileAttributes now = Files.readAttributes(path, PosixFileAttributes.class);
      if (seen.filter(state -> state.isOf(now)).isEmpty()) {
        seen = Optional.of(read(now));
        required = true;
      }
      return seen.get().keys();
    } catch (NoSuchFileException none) {
      if (required) {
        throw new PayloadKeyProblem(Kind.GONE, path, "");
      }
      return List.of();
    } catch (IOException e) {
      throw new PayloadKeyProblem(Kind.UNREADABLE, path, String.valueOf(e.getMessage()));
    }
  }

  private State read(PosixFileAttributes attributes) throws IOException {
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw new PayloadKeyProblem(Kind.OPEN_TO_OTHERS, path, "");
    }
    List<PayloadKey> keys = parse(Files.readAllLines(path));
    if (keys.isEmpty()) {
      throw new PayloadKeyProblem(Kind.EMPTY, path, "");
    }
    return new State(
        String.valueOf(attributes.fileKey()),
        attributes.lastModifiedTime(),
        attributes.size(),
        keys);
  }

  private List<PayloadKey> parse(List<String> lines) {
    List<PayloadKey> keys = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Optional<PayloadKey> key =
          PayloadKey.parse(line)
              .filter(read -> keys.stream().noneMatch(other -> other.id().equals(read.id())));
      keys.add(key.orElseThrow(badLine(i + 1)));
    }
    return List.copyOf(keys);
  }

  private Supplier<PayloadKeyProblem> badLine(int number) {
    return () -> new PayloadKeyProblem(Kind.BAD_LINE, path, Integer.toString(number));
  }

  /** Adds a key and makes the file, if there is none yet. The first key encrypts. */
  public synchronized void add(PayloadKey key, boolean first) throws IOException {
    boolean fresh = Files.notExists(path);
    List<PayloadKey> before = fresh ? List.of() : keys();
    if (before.stream().anyMatch(other -> other.id().equals(key.id()))) {
      throw new IllegalArgumentException("there is a key \"" + key.id() + "\" already");
    }
    write(first ? joined(List.of(key), before) : joined(before, List.of(key)), !fresh);
  }

  /**
   * Makes that key the one that encrypts.
   *
   * @return whether there is such a key
   */
  public synchronized boolean use(String id) throws IOException {
    Map<Boolean, List<PayloadKey>> parts =
        keys().stream().collect(Collectors.partitioningBy(key -> key.id().equals(id)));
    if (parts.get(true).isEmpty()) {
      return false;
    }
    write(joined(parts.get(true), parts.get(false)), true);
    return true;
  }

  private static List<PayloadKey> joined(List<PayloadKey> first, List<PayloadKey> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private void write(List<PayloadKey> keys, boolean replace) throws IOException {
    String lines = keys.stream().map(key -> key.line() + '\n').collect(Collectors.joining());
    Files.createDirectories(path.getParent());
    SecretFile.write(path, HEAD + lines, replace);
  }
}
