package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Aborted;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Problem;
import io.lotusflow.run.Skipped;
import io.lotusflow.watch.Elapsed;
import io.lotusflow.watch.PlanText;
import io.lotusflow.watch.RunJson;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.StepWords;
import io.lotusflow.watch.Stuck;
import io.lotusflow.watch.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a run stands when nobody follows it any more: in words, as JSON, as an exit code. */
final class Outcome {

  /** Problems that mean: the Lotus found has no such thing. */
  private static final String UNSUPPORTED = "LOTUS_LACKS";

  private final Session session;

  Outcome(Session session) {
    this.session = session;
  }

  /** Gives the exit code. */
  int tell(RunView run) {
    return tell(run, List.of());
  }

  /**
   * As {@link #tell(RunView)}.
   *
   * @param stuck parts of it that do not go on
   */
  int tell(RunView run, List<Stuck> stuck) {
    if (!session.wantsText()) {
      ObjectNode json = RunJson.whole(run);
      json.set("stuck", RunsJson.MAPPER.valueToTree(stuck));
      session.out().println(RunsJson.text(json));
    }
    stuck.forEach(workflow -> tell(run, workflow));
    run.attention().ifPresent(attention -> tell(run, attention));
    switch (run.status()) {
      case OPEN -> {}
      case COMPLETED -> completed(run);
      case FAILED -> new Complaints(session).print(failure(run));
      case CANCELLED, TERMINATED ->
          session.say("outcome." + run.status().key(), run.id(), took(run));
    }
    return exit(run);
  }

  static int exit(RunView run) {
    return switch (run.status()) {
      case OPEN -> run.waitsForPerson() ? Exit.PARKED : Exit.DONE;
      case COMPLETED -> Exit.DONE;
      case CANCELLED, TERMINATED -> Exit.CANCELLED;
      case FAILED -> run.trouble().map(Outcome::exit).orElse(Exit.FAILED);
    };
  }

  private static int exit(Trouble trouble) {
    if (trouble.type().equals(Aborted.TYPE)) {
      return Exit.CANCELLED;
    }
    if (trouble.type().startsWith(UNSUPPORTED)) {
      return Exit.UNSUPPORTED;
    }
    return trouble.cure().equals(Optional.of(Problem.Cure.START_AGAIN))
        ? Exit.REFUSED
        : Exit.FAILED;
  }

  private void completed(RunView run) {
    if (!session.wantsText()) {
      return;
    }
    if (run.dryRun()) {
      new PlanText(new StepWords(session.language()), session.language())
          .lines(run)
          .forEach(session.out()::println);
      return;
    }
    if (run.background().skipped().isPresent()) {
      skipped(run, run.background().skipped().get());
      return;
    }
    session.out().println(session.text("outcome.completed", run.id(), took(run)));
    new Report(session).lines(run).forEach(session.out()::println);
  }

  private void skipped(RunView run, Skipped skipped) {
    String why =
        Messages.in(session.language(), "skips")
            .text(skipped.why().name(), skipped.arguments().toArray());
    session.out().println(session.text("outcome.skipped", run.id(), why));
  }

  private void tell(RunView run, Stuck workflow) {
    StuckText words = new StuckText(session);
    String head = session.text("run.show.stuck", run.id());
    session.err().println(session.errPaint().warning(head));
    session.err().println("  " + words.seen(workflow));
    session.say("error.todo", words.fix(workflow));
  }

  /** What happened, the tail of the log, what to do, and the commands to say so. */
  private void tell(RunView run, Attention attention) {
    Trouble trouble = Trouble.of(attention);
    String step = new StepWords(session.language()).label(attention.step());
    boolean approval = attention.kind() == Attention.Kind.APPROVAL;
    session
        .err()
        .println(
            session
                .errPaint()
                .warning(session.text(approval ? "parked.approval" : "parked", run.id(), step)));
    trouble.seen(session.language()).lines().forEach(line -> session.err().println("  " + line));
    attention.logTail().lines().forEach(line -> session.err().println("  | " + line));
    trouble.fix(session.language()).ifPresent(fix -> session.say("error.todo", fix));
    commands(run, attention);
  }

  private void commands(RunView run, Attention attention) {
    if (attention.kind() == Attention.Kind.APPROVAL) {
      session.say("parked.approve", run.id());
    } else {
      session.say("parked.resume", run.id());
      if (attention.skippable()) {
        session.say("parked.skip", run.id(), attention.step());
      }
    }
    session.say("parked.abort", run.id());
    if (!attention.logTail().isEmpty()) {
      session.say("parked.logs", run.id(), attention.step());
    }
  }

  private Complaint failure(RunView run) {
    Optional<Trouble> trouble = run.trouble();
    String seen = trouble.map(t -> t.seen(session.language())).orElse("");
    String log = trouble.map(Trouble::logTail).orElse("");
    return new Complaint(
        exit(run),
        session.text("outcome.failed", run.id(), took(run)),
        log.isEmpty() ? seen : seen + '\n' + log,
        trouble
            .flatMap(t -> t.fix(session.language()))
            .orElseGet(() -> session.text("outcome.failed.todo", run.id())));
  }

  private static String took(RunView run) {
    return Elapsed.text(run.took(Instant.now()));
  }
}
