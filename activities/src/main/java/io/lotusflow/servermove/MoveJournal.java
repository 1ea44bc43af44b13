package io.lotusflow.servermove;

import io.lotusflow.home.Home;
import io.lotusflow.lotus.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a move has come: {@code server-move.json} in the home, there from before the first change
 * until after the last. While it is there, no run begins.
 *
 * @param id marks what this move makes on the new server
 * @param from address of the old server
 * @param to address of the new one
 * @param schedules all of the old server's, as they were before they were paused
 * @param at when that was
 */
public record MoveJournal(
    String id, Phase phase, String from, String to, List<Kept> schedules, Instant at) {

  /** What is going on. The names are stored: add, never rename. */
  public enum Phase {
    /** Schedules are being paused, runs are waited for. */
    DRAINING,
    /** Schedules are being copied, and lie paused on both. */
    COPYING,
    /** The settings name the new server, or are just being written. */
    SWITCHED
  }

  /**
   * A schedule before its move.
   *
   * @param note who paused it and why, or another note
   * @param next when it would have run next
   */
  public record Kept(String id, boolean paused, String note, Optional<Instant> next) {}

  public MoveJournal {
    schedules = List.copyOf(schedules);
  }

  /** Of a move that is not over. */
  public static Optional<MoveJournal> read(Home home) {
    return journal(home).read();
  }

  /** Whether one is not over; needs no more than a look at the folder. */
  public static boolean isThere(Home home) {
    return Files.exists(file(home));
  }

  MoveJournal in(Phase next) {
    return new MoveJournal(id, next, from, to, schedules, at);
  }

  void write(Home home) {
    journal(home).write(this);
  }

  private static Journal<MoveJournal> journal(Home home) {
    return new Journal<>(file(home), MoveJournal.class);
  }

  static void delete(Home home) {
    try {
      Files.deleteIfExists(file(home));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Home home) {
    return home.folder().resolve("server-move.json");
  }
}
