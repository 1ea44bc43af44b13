package io.lotusflow.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator changed in a work tree and its submodules. What a checkout of ours left half
 * done when it was killed is no edit, and neither is a file that is gone: putting it back loses
 * nothing.
 */
final class LocalEdits {
  private static final int PAGE = 4096;

  private final Git git;
  private final Runnable heartbeat;

  LocalEdits(Git git, Runnable heartbeat) {
    this.git = git;
    this.heartbeat = heartbeat;
  }

  /**
   * Changed files, relative to {@code tree}.
   *
   * @param movingTo the commit that an unfinished checkout of ours was going to; empty if there is
   *     none
   */
  List<String> in(Path tree, String movingTo) {
    List<String> edits = new ArrayList<>();
    for (String change : git.changes(tree, heartbeat)) {
      String file = change.substring(3);
      boolean gone = !Files.exists(tree.resolve(file), LinkOption.NOFOLLOW_LINKS);
      if (!gone && (movingTo.isEmpty() || !isHalfCheckedOut(tree, file, movingTo))) {
        edits.add(file);
      }
    }
    for (Git.Submodule submodule : git.submodules(tree, heartbeat)) {
      Path below = tree.resolve(submodule.path());
      if (Files.exists(below.resolve(".git")) && !git.commit(below, "HEAD", heartbeat).isEmpty()) {
        String wanted = movingTo.isEmpty() ? "" : recorded(tree, movingTo, submodule.path());
        in(below, wanted).forEach(file -> edits.add(submodule.path() + '/' + file));
      }
    }
    return edits;
  }

  private String recorded(Path tree, String commit, String submodule) {
    String[] entry = git.entry(tree, commit, submodule, heartbeat).split("\\s+", -1);
    return entry.length > 2 ? entry[2] : commit;
  }

  /** As before, written already, or cut between two pages. */
  private boolean isHalfCheckedOut(Path tree, String file, String movingTo) {
    Path path = tree.resolve(file);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String hash = git.hashOf(tree, file, heartbeat);
    return List.of("HEAD", movingTo).stream()
        .map(revision -> git.entry(tree, revision, file, heartbeat).split("\\s+", -1))
        .filter(entry -> entry.length > 3)
        .anyMatch(entry -> entry[2].equals(hash) || isCut(path, Long.parseLong(entry[3])));
  }

  private static boolean isCut(Path file, long whole) {
    try {
      long size = Files.size(file);
      return size < whole && size % PAGE == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
