package io.lotusflow.cli;

import io.lotusflow.alert.Alert;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunFollower;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.Step;
import io.lotusflow.watch.StepState;
import io.temporal.api.common.v1.WorkflowExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Goes the way that every alert goes: by the server, to the worker of this host. */
@Command(name = "test")
final class AlertTestCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration BEAT = Duration.ofMillis(300);

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  AlertTestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Planning planning = new Planning(session);
    Scope scope = (rehearsal ? planning.rehearsal() : planning.plans()).scope();
    if (scope.alerts().isEmpty()) {
      throw session.complaint(Exit.USAGE, "alert.none");
    }
    new Supervision(session).ensureServer();
    try (Connection connection = session.connect()) {
      new HostWorkers(session, connection).require(scope.host());
      WorkflowExecution sending =
          new AlertDesk(connection.client()).raise(scope, test()).orElseThrow();
      return follow(new Histories(connection.client()), sending);
    }
  }

  private static Alert test() {
    Instant now = Instant.now();
    String key = "test/" + now.toEpochMilli();
    return new Alert(Alert.Event.TEST, key, "alert test", "", "", "", List.of(), now);
  }

  /** Until all have it, or for as long as a person waits: the server tries on. */
  private int follow(Histories histories, WorkflowExecution sending) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    try (RunFollower follower = new RunFollower(histories, sending)) {
      RunView run = follower.next(BEAT);
      while (run.open() && !failedSome(run) && Instant.now().isBefore(deadline)) {
        run = follower.next(BEAT);
      }
      return tell(run);
    }
  }

  /** A first refusal says all there is to say; the others have had their time by then. */
  private static boolean failedSome(RunView run) {
    return !run.steps().isEmpty()
        && run.steps().stream().allMatch(step -> step.state().ended() || step.attempts() > 2);
  }

  private int tell(RunView run) {
    boolean all = true;
    for (Step step : run.steps()) {
      boolean sent = step.state() == StepState.DONE;
      all &= sent;
      if (sent) {
        session.out().println(session.text("alert.sent", step.receipt().orElseThrow().note()));
      } else {
        String why = step.trouble().map(t -> t.seen(session.language())).orElse("…");
        session.say("alert.waiting", why);
      }
    }
    if (!all) {
      session.say("alert.waiting.todo", run.id());
    }
    return all ? Exit.DONE : Exit.FAILED;
  }
}
