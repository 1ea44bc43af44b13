package io.lotusflow.cli;

import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import io.lotusflow.servermove.MoveJournal;
import io.lotusflow.servermove.MoveJournal.Phase;
import io.lotusflow.servermove.MoveRefused;
import io.lotusflow.servermove.ServerMove;
import io.lotusflow.temporal.ClientConfiguration;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.Target;
import io.lotusflow.temporal.TemporalUnreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the embedded server of this home to a cluster. */
@Command(name = "migrate-server")
final class MigrateServerCommand implements Callable<Integer> {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Session session;

  @Option(names = "--to", paramLabel = "FILE|HOST:PORT", defaultValue = "")
  private String to = "";

  @Option(names = "--wait")
  private boolean wait;

  @Option(names = "--give-up")
  private boolean giveUp;

  MigrateServerCommand(Session session) {
    this.session = session;
  }

  /** While a move goes on, a run that began would be left behind. */
  static void requireNoMove(Session session) {
    if (MoveJournal.isThere(session.home())) {
      throw session.complaint(Exit.REFUSED, "move.underway");
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      Optional<MoveJournal> underway = MoveJournal.read(session.home());
      if (giveUp) {
        return giveUp(underway);
      }
      Target target = target(underway);
      if (underway.filter(move -> move.phase() == Phase.SWITCHED).isPresent()) {
        return finish(new ServerMove(session.home()).switchTo(underway.get(), kept()), target);
      }
      if (underway.isPresent()) {
        requireEmbedded();
        return move(target);
      }
      return isThere(target) ? already(target) : move(target);
    } catch (MoveRefused refused) {
      throw complaint(session, refused);
    } finally {
      if (!MoveJournal.isThere(session.home())) {
        delete(kept()); // it may hold an API key
      }
    }
  }

  static Complaint complaint(Session session, MoveRefused refused) {
    String key = "move." + refused.kind();
    Object[] arguments = refused.arguments().toArray();
    return new Complaint(
        Exit.REFUSED,
        session.text("move.refused"),
        session.text(key, arguments),
        session.text(key + ".todo", arguments));
  }

  private boolean isThere(Target target) {
    Target now = session.target();
    if (now.origin() == Target.Origin.EMBEDDED) {
      return false;
    }
    if (now.address().equals(target.address()) && now.namespace().equals(target.namespace())) {
      return true;
    }
    throw new Complaint(
        Exit.REFUSED,
        session.text("move.refused"),
        session.text("move.not-embedded", now.address()),
        session.text("move.not-embedded.todo"));
  }

  /** Somebody else may have named the new server: its schedules are not those that were paused. */
  private void requireEmbedded() {
    Target now = session.target();
    if (now.origin() != Target.Origin.EMBEDDED) {
      throw new Complaint(
          Exit.REFUSED,
          session.text("move.refused"),
          session.text("move.not-embedded", now.address()),
          session.text("move.named-early.todo", ClientConfiguration.fileOf(session.home())));
    }
  }

  private int already(Target target) {
    session.say("move.already", target.address());
    return Exit.DONE;
  }

  private int move(Target target) throws InterruptedException {
    new Supervision(session).ensureServer();
    ServerMove move = new ServerMove(session.home());
    MoveJournal switched;
    try (Connection from = session.connect();
        Connection fresh = Connection.open(Connection.Kind.CLI, target)) {
      if (session.options().dryRun()) {
        return tellPlan(from, target);
      }
      requireNoRuns(from);
      if (!new Confirmation(session)
          .agreed("move.confirm", from.target().address(), target.address())) {
        return Exit.CANCELLED;
      }
      ServerMove.prepare(fresh);
      requireAnother(from, fresh);
      MoveJournal journal = move.begin(from, fresh);
      session.say("move.begun", journal.schedules().size());
      drain(move, journal, from, fresh);
      journal = move.copy(journal, from, fresh);
      session.say("move.copied", journal.schedules().size());
      tellWhatStays(from);
      switched = move.switchTo(journal, kept());
    }
    return finish(switched, target);
  }

  private int tellPlan(Connection from, Target target) {
    session.out().println(session.text("move.would", from.target().address(), target.address()));
    ServerMove.schedules(from).forEach(id -> session.out().println("  " + id));
    open(from).forEach(id -> session.out().println(session.text("move.would.wait", id)));
    tellWhatStays(from);
    return Exit.DONE;
  }

  private void tellWhatStays(Connection from) {
    session.say("move.stays", ServerMove.closed(from), session.home().database());
  }

  /** Two names may lead to the same server. */
  private void requireAnother(Connection from, Connection fresh) {
    if (from.namespaceId().equals(fresh.namespaceId())) {
      throw new Complaint(
          Exit.REFUSED,
          session.text("move.refused"),
          session.text("move.same", fresh.target().address()),
          session.text("move.same.todo"));
    }
  }

  private void requireNoRuns(Connection from) {
    List<String> open = open(from);
    if (!open.isEmpty() && !wait) {
      throw areOpen(open);
    }
  }

  private static List<String> open(Connection from) {
    return new Runs(from.client()).openOfAnyKind().stream().map(Runs.Listed::id).toList();
  }

  private Complaint areOpen(List<String> runs) {
    return new Complaint(
        Exit.REFUSED,
        session.text("move.refused"),
        session.text("move.open", String.join("\n", runs)),
        session.text("move.open.todo"));
  }

  /** A list may lag behind what has just begun, so it has to be empty twice. */
  private void drain(ServerMove move, MoveJournal journal, Connection from, Connection fresh)
      throws InterruptedException {
    List<String> told = List.of();
    int empty = 0;
    while (empty < 2) {
      List<String> open = open(from);
      empty = open.isEmpty() ? empty + 1 : 0;
      if (!open.isEmpty() && !wait) {
        move.giveUp(journal, from, Optional.of(fresh));
        throw areOpen(open);
      }
      if (!open.isEmpty() && !open.equals(told)) {
        session.say("move.waits", String.join(", ", open));
        told = open;
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  private int finish(MoveJournal switched, Target target) throws InterruptedException {
    Supervision.Answer answer = new Supervision(session).run(List.of("restart"));
    if (answer.exit() != 0) {
      throw new Complaint(
          Exit.FAILED,
          session.text("move.not-up", target.address()),
          answer.refusal(),
          session.text("move.not-up.todo", session.home().logs()));
    }
    try (Connection fresh = Connection.open(Connection.Kind.CLI, target)) {
      List<MoveJournal.Kept> missed = new ServerMove(session.home()).finish(switched, fresh);
      missed.forEach(kept -> session.say("move.missed", kept.id()));
    }
    session.out().println(session.text("move.done", target.address(), switched.schedules().size()));
    return Exit.DONE;
  }

  private int giveUp(Optional<MoveJournal> underway) throws InterruptedException {
    if (underway.isEmpty()) {
      session.say("move.none");
      return Exit.DONE;
    }
    if (underway.get().phase() == Phase.SWITCHED) {
      throw new Complaint(
          Exit.REFUSED,
          session.text("move.refused"),
          session.text("move.switched"),
          session.text("move.underway.todo"));
    }
    requireEmbedded();
    new Supervision(session).ensureServer();
    try (Connection from = session.connect()) {
      ServerMove move = new ServerMove(session.home());
      try (Connection fresh = Connection.open(Connection.Kind.CLI, target(underway))) {
        move.giveUp(underway.get(), from, Optional.of(fresh));
      } catch (TemporalUnreachable away) {
        session.say("move.left-there", away.address());
        move.giveUp(underway.get(), from, Optional.empty());
      }
    }
    session.say("move.given-up");
    return Exit.DONE;
  }

  /** What is given with {@code --to} is kept, so that a second call goes on without it. */
  private Target target(Optional<MoveJournal> underway) {
    if (to.isEmpty() && underway.isEmpty()) {
      throw new Complaint(
          Exit.USAGE,
          session.text("move.refused"),
          session.text("move.where"),
          session.text("move.where.todo"));
    }
    PayloadKeyFile keys = PayloadKeyFile.of(session.home(), session.env());
    if (!to.isEmpty()) {
      keep(Files.isRegularFile(Path.of(to)) ? text(Path.of(to)) : plain(to), underway);
    }
    return Target.of(kept(), keys);
  }

  private String plain(String address) {
    if (!address.matches("[^\\s/\"]+:\\d+")) {
      throw new Complaint(
          Exit.USAGE,
          session.text("move.refused"),
          session.text("move.no-such-file", address),
          session.text("move.where.todo"));
    }
    return "[profile.default]\naddress = \"%s\"\nnamespace = \"%s\"\n"
        .formatted(address, session.options().namespace().orElse("default"));
  }

  private Path kept() {
    Home home = session.home();
    return home.folder().resolve("server-move.toml");
  }

  private void keep(String configuration, Optional<MoveJournal> underway) {
    try {
      if (underway.isEmpty()) {
        SecretFile.write(kept(), configuration, true);
      } else if (!text(kept()).equals(configuration)) {
        String elsewhere = underway.get().to();
        throw new Complaint(
            Exit.REFUSED,
            session.text("move.refused"),
            session.text("move.OTHER_MOVE", elsewhere),
            session.text("move.OTHER_MOVE.todo", elsewhere));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
