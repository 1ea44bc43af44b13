package io.lotusflow.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What we last brought a work tree to, kept in its {@code .git} so that it goes with it.
 *
 * @param moves whether the ref may name another commit tomorrow
 */
record CheckoutStamp(String source, String ref, String commit, boolean moves) {

  /** Empty if no checkout of ours was ever finished there, or one has begun since. */
  static Optional<CheckoutStamp> read(Path tree) {
    Path file = folder(tree).resolve("complete");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 4
          ? Optional.empty()
          : Optional.of(
              new CheckoutStamp(
                  lines.get(0), lines.get(1), lines.get(2), lines.get(3).equals("moves")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path tree) {
    try {
      Files.createDirectories(folder(tree));
      Path draft = folder(tree).resolve("complete.new");
      Files.write(draft, List.of(source, ref, commit, moves ? "moves" : "stays"));
      Files.deleteIfExists(folder(tree).resolve("moving-to"));
      Files.move(draft, folder(tree).resolve("complete"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit that an unfinished checkout of ours was going to; empty if there is none. */
  static String movingTo(Path tree) {
    Path file = folder(tree).resolve("moving-to");
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Path tree) {
    return tree.resolve(".git/lotusflow");
  }
}
