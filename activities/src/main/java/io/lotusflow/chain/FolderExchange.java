package io.lotusflow.chain;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * One folder out, another one in its place, by two renames. Where it stands is seen by which of the
 * three names exist, so that it can be gone on with after a kill between any two of its steps, and
 * undone by the same with the names turned round.
 *
 * @param place what the daemon uses
 * @param in what shall be there; gone from its own place then
 * @param aside where the present one goes
 */
record FolderExchange(Path place, Path in, Path aside) {

  /** What the three names say. */
  enum State {
    NOT_BEGUN,
    /** The old one is aside, the new one not yet in. */
    BETWEEN,
    DONE,
    /** As between, but somebody made a new folder in the place: a daemon that was started. */
    BETWEEN_WITH_A_STRAY,
    /** Nothing that this can have left. */
    UNKNOWN
  }

  State state() {
    boolean place = exists(place());
    boolean in = exists(in());
    boolean aside = exists(aside());
    if (in) {
      return place ? aside ? State.BETWEEN_WITH_A_STRAY : State.NOT_BEGUN : State.BETWEEN;
    }
    return place && aside ? State.DONE : State.UNKNOWN;
  }

  FolderExchange reversed() {
    return new FolderExchange(place, aside, in);
  }

  /**
   * Begins, or goes on. Done already: does nothing.
   *
   * @param before hears the name of each step before it is made
   * @return whether anything was renamed
   */
  boolean run(Consumer<String> before) {
    State found = state();
    switch (found) {
      case DONE -> {
        return false;
      }
      case NOT_BEGUN -> {
        before.accept("aside");
        Durably.rename(place, aside);
      }
      case BETWEEN_WITH_A_STRAY -> {
        before.accept("stray");
        Durably.rename(place, stray());
      }
      case BETWEEN -> {}
      case UNKNOWN ->
          throw ChainProblem.CHAIN_FOLDERS_UNKNOWN.because(place + ", " + in + ", " + aside);
    }
    before.accept("in");
    Durably.rename(in, place);
    before.accept("end");
    return true;
  }

  private Path stray() {
    return place.resolveSibling(
        place.getFileName() + ".stray-" + ChainFolder.STAMP.format(Instant.now()));
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
