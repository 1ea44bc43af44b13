package io.lotusflow.cli;

import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.home.WorkerState;
import io.lotusflow.temporal.Target;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What runs here. Its first lines come from files alone, before anything is asked of a server. */
@Command(name = "status")
final class StatusCommand implements Callable<Integer> {

  private final Session session;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Optional<UpState> state = UpState.read(session.home());
    if (session.wantsText()) {
      here(state);
      session.out().flush();
    }
    Target target = session.target();
    boolean pointless =
        target.origin() == Target.Origin.EMBEDDED
            && state.filter(up -> up.serverLives() || up.isForAnotherServer()).isEmpty();
    OpenRuns runs = pointless ? OpenRuns.unknown() : OpenRuns.ask(session);
    if (session.wantsText()) {
      runs.print(session);
    } else {
      session.out().println(runs.json(session, state));
    }
    return Exit.DONE;
  }

  private void here(Optional<UpState> maybe) {
    if (maybe.isEmpty() || maybe.get().supervisor().isEmpty()) {
      session.out().println(session.text("status.down", Version.number()));
      return;
    }
    UpState state = maybe.get();
    String since = Elapsed.text(Duration.between(state.since(), Instant.now()));
    session.out().println(session.text("status.lotusflow", Version.number(), since));
    if (state.isForAnotherServer()) {
      session.out().println(session.text("status.joined", state.address()));
    }
    if (state.server().isPresent()) {
      session
          .out()
          .println(
              session.text(
                  state.serverLives() ? "status.server" : "status.server.dead",
                  state.address(),
                  state.temporalVersion(),
                  pid(state.server()),
                  state.ui()));
    }
    session
        .out()
        .println(
            session.text(
                state.workerLives() ? "status.worker" : "status.worker.dead",
                session.home().hostId(),
                pid(state.worker())));
    refusal(state);
    if (!state.supervisorLives()) {
      session.out().println(session.text("status.unsupervised"));
    }
    state.trouble().ifPresent(t -> session.out().println(session.text("status.trouble", t)));
  }

  private void refusal(UpState state) {
    if (state.workerLives()) {
      WorkerState.read(session.home())
          .flatMap(WorkerState::refusal)
          .ifPresent(
              why ->
                  session
                      .out()
                      .println(
                          session.text(
                              "status.refused", HostJoinCommand.refusalText(session, why))));
    }
  }

  private static String pid(Optional<LiveProcess> process) {
    return process.map(p -> Long.toString(p.pid())).orElse("-");
  }
}
