package io.lotusflow.cli;

import io.lotusflow.run.Attention;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.JsonLines;
import io.lotusflow.watch.LiveTable;
import io.lotusflow.watch.PlainLines;
import io.lotusflow.watch.RunDisplay;
import io.lotusflow.watch.RunFollower;
import io.lotusflow.watch.RunTable;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.StepWords;
import io.temporal.api.common.v1.WorkflowExecution;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Follows a run until it has ended or waits for a person, and says how it stands. */
final class Following {

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration WORTH_TELLING = Duration.ofSeconds(3);
  private static final Duration GIVE_UP = Duration.ofMinutes(2);

  private final Session session;
  private final Histories histories;
  private final Optional<Attention> answered;

  Following(Session session, Histories histories) {
    this(session, histories, Optional.empty());
  }

  /**
   * @param answered what a person has just replied to: seen once more, it is no reason to stop
   */
  Following(Session session, Histories histories, Optional<Attention> answered) {
    this.session = session;
    this.histories = histories;
    this.answered = answered;
  }

  /** Gives the exit code. Ctrl-C leaves the run alone. */
  int follow(WorkflowExecution run) throws InterruptedException {
    AtomicBoolean following = new AtomicBoolean(true);
    Thread farewell =
        new Thread(
            () -> {
              if (following.get()) {
                session.err().println();
                session.say("watch.left", run.getWorkflowId());
              }
            });
    Runtime.getRuntime().addShutdownHook(farewell);
    RunDisplay display = display();
    try (RunFollower follower = new RunFollower(histories, run)) {
      RunView view = watch(follower, display, run.getWorkflowId());
      display.end();
      return new Outcome(session).tell(view);
    } finally {
      following.set(false);
    }
  }

  private RunView watch(RunFollower follower, RunDisplay display, String id)
      throws InterruptedException {
    boolean told = false;
    while (true) {
      RunView view = follower.next(BEAT);
      display.show(view);
      if (!view.open() || (view.waitsForPerson() && !view.attention().equals(answered))) {
        return view;
      }
      boolean silent = follower.silence().compareTo(WORTH_TELLING) > 0;
      if (silent && !told) {
        session.say("watch.silence", session.target().address());
      }
      told = silent;
      requirePatience(follower, id);
    }
  }

  private void requirePatience(RunFollower follower, String id) {
    if (follower.silence().compareTo(GIVE_UP) > 0) {
      String address = session.target().address();
      throw new Complaint(
          Exit.UNREACHABLE,
          session.text("error.unreachable", address),
          session.text("watch.silence", address),
          session.text("watch.left", id));
    }
  }

  private RunDisplay display() {
    StepWords words = new StepWords(session.language());
    if (session.options().output() == GlobalOptions.Format.jsonl) {
      return new JsonLines(session.out());
    }
    if (!session.screen().errIsTerminal()) {
      return new PlainLines(session.err(), words);
    }
    Screen.Size size = session.screen().size();
    RunTable table = new RunTable(words, session.errPaint(), size.columns());
    return new LiveTable(session.err(), table, size.rows());
  }
}
