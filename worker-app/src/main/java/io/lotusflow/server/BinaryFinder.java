package io.lotusflow.server;

import io.lotusflow.files.FolderTree;
import io.lotusflow.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds the {@code temporal} binary: what the operator names, what is on the {@code PATH}, what was
 * fetched before, and then the web, source by source. A fetched binary is kept only if its digest
 * is the pinned one.
 */
public final class BinaryFinder {

  /** The variable that names a binary to use, whatever its version. */
  public static final String VARIABLE = "LOTUSFLOW_TEMPORAL";

  private final Path cache;
  private final TemporalRelease release;
  private final List<BinarySource> sources;

  BinaryFinder(Path cache, TemporalRelease release, List<BinarySource> sources) {
    this.cache = cache;
    this.release = release;
    this.sources = List.copyOf(sources);
  }

  /** The usual sources; what is fetched is kept in {@code cache}. */
  public static BinaryFinder standard(Path cache, Map<String, String> env) {
    TemporalRelease release = TemporalRelease.pinned();
    return new BinaryFinder(
        cache,
        release,
        List.of(
            new ReleaseArchive(release.archive(), env),
            new ReleaseArchive(release.publishedArchive(), env),
            new PythonWheel("python3", release.version())));
  }

  /**
   * Finds the binary, fetching it if there is none.
   *
   * @param recorded the version that wrote the database, which is preferred to any other
   * @param news told in one line before each thing that may take long
   * @throws UpRefused of kind NO_BINARY, with what each source answered
   */
  public TemporalBinary find(
      Map<String, String> env, Optional<String> recorded, Consumer<String> news) {
    String named = env.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return named(named);
    }
    return onPath(env.getOrDefault("PATH", ""))
        .filter(found -> recorded.isEmpty() || recorded.get().equals(found.version()))
        .or(() -> cached(recorded.orElse(release.version())))
        .or(() -> cached(release.version()))
        .orElseGet(() -> fetch(news));
  }

  private static TemporalBinary named(String path) {
    try {
      return TemporalBinary.at(Path.of(path));
    } catch (IOException e) {
      throw new UpRefused(UpRefused.Kind.NO_BINARY, "binary-unusable", VARIABLE, e.getMessage());
    }
  }

  private static Optional<TemporalBinary> onPath(String path) {
    return Stream.of(path.split(":"))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, "temporal"))
        .filter(Files::isExecutable)
        .flatMap(file -> usable(file).stream())
        .findFirst();
  }

  private Optional<TemporalBinary> cached(String version) {
    Path file = place(version);
    return Files.isExecutable(file) ? usable(file) : Optional.empty();
  }

  private static Optional<TemporalBinary> usable(Path file) {
    try {
      return Optional.of(TemporalBinary.at(file));
    } catch (IOException somethingElse) {
      return Optional.empty();
    }
  }

  private TemporalBinary fetch(Consumer<String> news) {
    List<String> answers = new ArrayList<>();
    for (BinarySource source : sources) {
      news.accept("fetching temporal " + release.version() + " from " + source.name());
      try {
        return fetchFrom(source);
      } catch (IOException e) {
        news.accept(source.name() + ": " + e.getMessage());
        answers.add(source.name() + ": " + e.getMessage());
      }
    }
    throw new UpRefused(
        UpRefused.Kind.NO_BINARY,
        "no-binary",
        String.join("; ", answers),
        release.version(),
        VARIABLE);
  }

  private TemporalBinary fetchFrom(BinarySource source) throws IOException {
    Path place = place(release.version());
    Files.createDirectories(place.getParent());
    Path folder = Files.createTempDirectory(place.getParent(), ".fetch");
    try {
      Path binary = source.fetch(folder);
      check(binary);
      Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
      TemporalBinary.at(binary);
      Files.move(binary, place, StandardCopyOption.ATOMIC_MOVE);
      return TemporalBinary.at(place);
    } finally {
      FolderTree.delete(folder);
    }
  }

  private void check(Path binary) throws IOException {
    String actual = Sha256.hex(binary);
    if (release.sha256().isPresent() && !release.sha256().get().equals(actual)) {
      throw new IOException(
          "refused, sha256 is %s, expected %s".formatted(actual, release.sha256().get()));
    }
  }

  private Path place(String version) {
    return cache.resolve("temporal").resolve(version).resolve("temporal");
  }
}
