package io.lotusflow.upgrade;

import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.Installed;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies below a prefix: versions side by side, and a link to the one in use. */
public record VersionInUse(BuildPlan build) {

  /** What {@code current} points to. */
  public Optional<Installed> find() {
    Path link = Path.of(build.prefix(), "current");
    try {
      return Files.isSymbolicLink(link)
          ? Optional.of(installed(Files.readSymbolicLink(link).getFileName().toString()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Installed installed(String label) {
    String bin = build.prefix() + "/versions/" + label + "/bin";
    return new Installed(Receipt.alreadySo(label), LotusVersion.parse(label), label, bin);
  }

  /** Labels of all that lie there. */
  public List<String> all() {
    Path versions = Path.of(build.prefix(), "versions");
    if (!Files.isDirectory(versions)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(versions)) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("bin")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The release that a tag names; absent for a branch or a commit. */
  static Optional<LotusVersion> named(String ref) {
    return ref.matches("v?\\d+\\.\\d+\\.\\d+.*")
        ? Optional.of(LotusVersion.parse(ref))
        : Optional.empty();
  }
}
