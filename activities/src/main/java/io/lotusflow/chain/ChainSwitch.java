package io.lotusflow.chain;

import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches the whole {@code datastore} of a repository, and nothing else. What it is about to do is
 * on disk before the first rename; wherever it is killed, it can be gone on with or undone.
 */
final class ChainSwitch {
  private static final Logger log = LoggerFactory.getLogger(ChainSwitch.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Written in place of a time by a rollback that has begun: the old chain is needed. */
  private static final String ROLLING_BACK = "rollback";

  private final ChainFolder repo;
  private final String run;
  private final Runnable beat;
  private final Consumer<String> step;
  private final Journal<ChainJournal> journal;

  /**
   * @param run id of the run that acts
   * @param step hears the name of each step before it is made
   */
  ChainSwitch(Path repo, String run, Runnable beat, Consumer<String> step) {
    this.repo = new ChainFolder(repo);
    this.run = run;
    this.beat = beat;
    this.step = step;
    this.journal = ChainCopies.journal(this.repo);
  }

  /** What puts the chain back that was there before a dead run, if that did not leave it whole. */
  Optional<FolderExchange> leftHalfDone() {
    return journal
        .read()
        .filter(last -> !last.done())
        .map(this::back)
        .filter(
            exchange ->
                switch (exchange.state()) {
                  case BETWEEN, BETWEEN_WITH_A_STRAY -> true;
                  case NOT_BEGUN, DONE, UNKNOWN -> false;
                });
  }

  private FolderExchange back(ChainJournal last) {
    FolderExchange begun =
        new FolderExchange(repo.datastore(), Path.of(last.in()), Path.of(last.aside()));
    return last.undo() ? begun : begun.reversed();
  }

  /** Puts the chain back that was there before such a run. */
  Receipt mend(Duration stopTimeout) {
    Optional<FolderExchange> left = leftHalfDone();
    if (left.isEmpty()) {
      return Receipt.alreadySo("the chain is whole");
    }
    awaitReleased(repo, stopTimeout);
    locked(() -> left.get().run(step));
    restoreJournal();
    return Receipt.done("put back " + left.get().in());
  }

  /** In and out by the names of the ground. */
  Receipt exchange(FolderExchange exchange, Duration stopTimeout) {
    awaitReleased(repo, stopTimeout);
    boolean renamed = locked(() -> journalled(exchange));
    journal.read().filter(ChainJournal::undo).ifPresent(undone -> restoreJournal());
    String note = "%s is %s now".formatted(exchange.place(), exchange.in());
    log.info("chain switched in={} aside={}", exchange.in(), exchange.aside());
    return renamed ? Receipt.done(note, commands(exchange)) : Receipt.alreadySo(note);
  }

  private boolean journalled(FolderExchange exchange) {
    if (exchange.state() == FolderExchange.State.DONE) {
      return false;
    }
    if (exchange.state() == FolderExchange.State.NOT_BEGUN && !isChain(exchange.in())) {
      throw ChainProblem.CHAIN_BESIDE_EMPTY.because(exchange.in());
    }
    refuseWhatIsInTheWay(exchange);
    Durably.flush(exchange.in(), beat);
    makeFolder(exchange.aside().getParent());
    journal.write(
        journal
            .read()
            .map(last -> last.next(run, exchange, now()))
            .orElseGet(() -> ChainJournal.first(run, exchange, now())));
    return exchange.run(step);
  }

  /** The chain before is in its place again: also what is kept for a rollback is as it was. */
  private void restoreJournal() {
    journal.read().ifPresent(undone -> journal.write(undone.asBefore()));
  }

  /**
   * All three folders: the one in the place is a stray only if an exchange of these has begun. Else
   * it is the living chain, and what has the name of the one aside is none of ours.
   */
  private void refuseWhatIsInTheWay(FolderExchange exchange) {
    boolean begun =
        journal.read().filter(last -> !last.done() && last.isAbout(exchange)).isPresent();
    if (!begun && exchange.state() == FolderExchange.State.BETWEEN_WITH_A_STRAY) {
      throw ChainProblem.CHAIN_FOLDERS_UNKNOWN.because(exchange.aside() + " is there already");
    }
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static boolean isChain(Path datastore) {
    return Files.isDirectory(datastore.resolve("chain"))
        && Files.isDirectory(datastore.resolve("metadata"));
  }

  static String[] commands(FolderExchange exchange) {
    return new String[] {
      "mv %s %s".formatted(exchange.place(), exchange.aside()),
      "mv %s %s".formatted(exchange.in(), exchange.place())
    };
  }

  /** Its process may be gone and its lock not yet, or somebody may have started it again. */
  private void awaitReleased(ChainFolder folder, Duration atMost) {
    Instant deadline = Instant.now().plus(atMost);
    while (folder.isInUse()) {
      if (Instant.now().isAfter(deadline)) {
        throw ChainProblem.CHAIN_IN_USE.because(folder.repo());
      }
      beat.run();
      Pause.of(POLL);
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last switch has proved good: its old chain is kept from now on. */
  void keep(Path old, Instant until) {
    journal
        .read()
        .filter(last -> last.aside().equals(old.toString()))
        .ifPresent(last -> journal.write(last.finished(until.toString())));
  }

  /** The old chain of the last switch, if it is still there. */
  Optional<Path> old() {
    return journal
        .read()
        .filter(last -> last.done() && !last.aside().isEmpty())
        .map(last -> Path.of(last.aside()))
        .filter(Files::isDirectory);
  }

  /** From now on the old chain is not deleted when its time comes. */
  void reserve() {
    locked(
        () -> {
          journal.read().ifPresent(last -> journal.write(last.finished(ROLLING_BACK)));
          return true;
        });
  }

  /** A rollback has proved good, or was given up: there is no old chain any more, or no need. */
  void forget(String run) {
    journal.write(ChainJournal.none(run, now()));
  }

  /**
   * Deletes an old chain: out of the way by a rename first, so that half a chain never has a name
   * by which it could be put back.
   */
  Receipt discard(Path old) {
    Path doomed = repo.repo().resolve("datastore.deleting-" + stampOf(old));
    boolean renamed =
        locked(
            () -> {
              boolean needed =
                  journal.read().filter(last -> last.keepUntil().equals(ROLLING_BACK)).isPresent();
              if (needed || !Files.isDirectory(old)) {
                return false;
              }
              Durably.rename(old, doomed);
              return true;
            });
    if (Files.isDirectory(doomed)) {
      FolderTree.delete(doomed);
      return Receipt.done("deleted " + old, "rm -rf " + old);
    }
    return renamed ? Receipt.done("deleted " + old) : Receipt.alreadySo(old + " is not to go");
  }

  private static String stampOf(Path old) {
    String name = old.getFileName().toString();
    return name.substring(name.lastIndexOf('-') + 1);
  }

  private boolean locked(Supplier<Boolean> body) {
    return OneAtATime.on(repo.repo().resolve(".lotusflow-chain.lock"), beat, body);
  }
}
