package io.lotusflow.servermove;

import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.servermove.MoveJournal.Kept;
import io.lotusflow.servermove.MoveJournal.Phase;
import io.lotusflow.temporal.Bootstrap;
import io.lotusflow.temporal.ClientConfiguration;
import io.lotusflow.temporal.Connection;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of a move. Each can be done again, and begins with what it finds, so that a move which
 * was killed goes on where it was.
 */
public final class ServerMove {

  private final Home home;

  public ServerMove(Home home) {
    this.home = home;
  }

  /**
   * Makes namespace and search attributes of the new server, which changes nothing for anybody.
   *
   * @throws MoveRefused if only the operator of the cluster can do that
   */
  public static boolean prepare(Connection to) throws InterruptedException {
    Bootstrap bootstrap = new Bootstrap(to);
    boolean made = bootstrap.namespace();
    if (made && !bootstrap.awaitKnown()) {
      throw new MoveRefused(MoveRefused.Kind.NOT_USABLE, to.target().namespace());
    }
    try {
      bootstrap.searchAttributes();
    } catch (StatusRuntimeException notOurs) {
      List<String> missing = bootstrap.missing();
      if (!missing.isEmpty()) {
        throw new MoveRefused(MoveRefused.Kind.NO_ATTRIBUTES, String.join(", ", missing));
      }
    }
    if (!bootstrap.awaitUsable()) {
      throw new MoveRefused(MoveRefused.Kind.NOT_USABLE, to.target().namespace());
    }
    return made;
  }

  /** Ids of the schedules that would be moved. */
  public static List<String> schedules(Connection from) {
    return new Schedules(from).ids();
  }

  /** How many runs have ended whose history stays with the old server. */
  public static long closed(Connection from) {
    return from.stubs()
        .blockingStub()
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(from.target().namespace())
                .setQuery(
                    SearchAttributes.PROCEDURE.getName()
                        + " IS NOT NULL AND ExecutionStatus != 'Running'")
                .build())
        .getCount();
  }

  /**
   * From here on no run begins: the move is written down, then the old server's schedules are
   * paused.
   *
   * @throws MoveRefused if the new server has schedules of such names, or another move is not over
   */
  public MoveJournal begin(Connection from, Connection to) {
    MoveJournal journal =
        MoveJournal.read(home).orElseGet(() -> fresh(new Schedules(from), from, to));
    if (!journal.to().equals(name(to))) {
      throw new MoveRefused(MoveRefused.Kind.OTHER_MOVE, journal.to());
    }
    if (journal.phase() != Phase.DRAINING) {
      return journal;
    }
    journal.write(home);
    Schedules old = new Schedules(from);
    journal.schedules().forEach(kept -> old.set(kept.id(), true, "→ " + journal.to()));
    return journal;
  }

  private static MoveJournal fresh(Schedules old, Connection from, Connection to) {
    Schedules there = new Schedules(to);
    List<String> ids = old.ids();
    List<String> taken = ids.stream().filter(id -> there.find(id).isPresent()).toList();
    if (!taken.isEmpty()) {
      throw new MoveRefused(MoveRefused.Kind.TAKEN, String.join(", ", taken));
    }
    // A list may still name what was deleted just now.
    List<Kept> kept =
        ids.stream().flatMap(id -> old.find(id).map(found -> kept(id, found)).stream()).toList();
    return new MoveJournal(
        UUID.randomUUID().toString(), Phase.DRAINING, name(from), name(to), kept, Instant.now());
  }

  private static Kept kept(String id, DescribeScheduleResponse schedule) {
    ScheduleState state = Schedules.state(schedule);
    Optional<Instant> next =
        schedule.getInfo().getFutureActionTimesList().stream()
            .findFirst()
            .map(time -> Instant.ofEpochMilli(Timestamps.toMillis(time)));
    return new Kept(id, state.getPaused(), state.getNotes(), next);
  }

  private static String name(Connection server) {
    return server.target().address() + '/' + server.target().namespace();
  }

  /**
   * Copies the schedules, paused, and compares what came of it. To be called when no run is open.
   *
   * @throws MoveRefused if one is not what it was
   */
  public MoveJournal copy(MoveJournal drained, Connection from, Connection to) {
    MoveJournal journal = drained;
    if (journal.phase() == Phase.DRAINING) {
      journal = journal.in(Phase.COPYING);
      journal.write(home);
    }
    String id = journal.id();
    Schedules old = new Schedules(from);
    Schedules fresh = new Schedules(to);
    for (Kept kept : journal.schedules()) {
      // One that was deleted meanwhile is nobody's loss.
      Optional<DescribeScheduleResponse> there = old.find(kept.id());
      there.ifPresent(schedule -> fresh.create(kept.id(), schedule, id));
    }
    for (Kept kept : journal.schedules()) {
      Optional<DescribeScheduleResponse> there = old.find(kept.id());
      if (there.isPresent() && !isCopy(there.get(), fresh.find(kept.id()), id)) {
        throw new MoveRefused(MoveRefused.Kind.DIFFERS, kept.id());
      }
    }
    return journal;
  }

  private static boolean isCopy(
      DescribeScheduleResponse was, Optional<DescribeScheduleResponse> is, String mark) {
    return is.filter(
            copy ->
                Schedules.essence(was).equals(Schedules.essence(copy))
                    && Schedules.state(copy).getPaused()
                    && Schedules.state(copy).getNotes().equals(mark))
        .isPresent();
  }

  /**
   * Lets this home use the new server from its next start on. The journal comes first: settings
   * that name the new server, beside a journal that does not know, would look like a move that is
   * over.
   */
  public MoveJournal switchTo(MoveJournal copied, Path configuration) {
    MoveJournal journal = copied.in(Phase.SWITCHED);
    journal.write(home);
    try {
      SecretFile.write(ClientConfiguration.fileOf(home), Files.readString(configuration), true);
      forgetCounts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return journal;
  }

  /** The new server counts from nought how often a schedule was skipped. */
  private void forgetCounts() throws IOException {
    Path folder = home.alerts().resolve("schedules");
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Lets the schedules go that were not paused before, and ends the move.
   *
   * @return those whose time passed meanwhile
   */
  public List<Kept> finish(MoveJournal switched, Connection to) {
    Schedules fresh = new Schedules(to);
    for (Kept kept : switched.schedules()) {
      boolean untouched =
          fresh
              .find(kept.id())
              .filter(there -> Schedules.state(there).getNotes().equals(switched.id()))
              .isPresent();
      if (untouched) {
        fresh.set(kept.id(), kept.paused(), kept.note());
      }
    }
    MoveJournal.delete(home);
    Instant now = Instant.now();
    return switched.schedules().stream()
        .filter(kept -> !kept.paused())
        .filter(kept -> kept.next().filter(now::isAfter).isPresent())
        .toList();
  }

  /**
   * Puts all back as it was before a move that has not switched; a second time does nothing.
   *
   * @param to absent if the new server cannot be reached: what was made there stays, paused
   */
  public void giveUp(MoveJournal journal, Connection from, Optional<Connection> to) {
    if (to.isPresent()) {
      Schedules fresh = new Schedules(to.get());
      for (Kept kept : journal.schedules()) {
        fresh
            .find(kept.id())
            .filter(there -> Schedules.state(there).getNotes().equals(journal.id()))
            .ifPresent(ours -> fresh.delete(kept.id()));
      }
    }
    Schedules old = new Schedules(from);
    journal.schedules().forEach(kept -> old.set(kept.id(), kept.paused(), kept.note()));
    MoveJournal.delete(home);
  }
}
