package io.lotusflow.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.rehearsal.RehearsalFailure;
import io.lotusflow.temporal.ConfigurationProblem;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.lotusflow.temporal.TemporalUnreachable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Says what went wrong, in three parts, and gives the exit code. Implements picocli's interfaces by
 * name, as lambdas of them would keep half of picocli out of the class archive.
 */
final class Complaints
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

  private final Session session;

  Complaints(Session session) {
    this.session = session;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    session.err().println(wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, session.err())) {
      String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
      session.say("error.usage", command + " --help");
    }
    trace(wrong);
    return Exit.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    Complaint complaint = complaint(error, command.getCommandSpec().qualifiedName());
    print(complaint);
    trace(error);
    return complaint.exit();
  }

  void print(Complaint complaint) {
    session.err().println(session.errPaint().warning("✘ " + complaint.attempted()));
    complaint.cameBack().lines().forEach(line -> session.err().println("  " + line));
    if (!complaint.todo().isEmpty()) {
      session.err().println(session.text("error.todo", complaint.todo()));
    }
    session.err().flush();
  }

  private Complaint complaint(Exception error, String command) {
    if (error instanceof Complaint complaint) {
      return complaint;
    }
    if (error instanceof TemporalUnreachable unreachable) {
      return unreachable(unreachable);
    }
    if (error instanceof RehearsalFailure failure) {
      return rehearsal(failure, command);
    }
    if (error instanceof ConfigurationProblem problem) {
      return configured(problem);
    }
    Throwable cause = error;
    while (cause != null) {
      if (cause instanceof PayloadKeyProblem problem) {
        return unreadable(problem);
      }
      if (cause instanceof StatusRuntimeException refused) {
        return answered(refused, command);
      }
      cause = cause.getCause();
    }
    return new Complaint(
        Exit.FAILED,
        session.text("error.unexpected", command),
        String.valueOf(error),
        session.text("error.unexpected.todo"));
  }

  private Complaint unreadable(PayloadKeyProblem problem) {
    String key = "error.payload." + problem.kind().name();
    return new Complaint(
        Exit.FAILED,
        session.text("error.payload"),
        session.text(key, problem.arguments().toArray()),
        session.text(key + ".todo", problem.arguments().toArray()));
  }

  private Complaint rehearsal(RehearsalFailure failure, String command) {
    return new Complaint(
        Exit.FAILED,
        session.text("error.unexpected", command),
        failure.getMessage(),
        session.text("error.rehearsal.todo." + failure.cure().name(), session.home().rehearsal()));
  }

  private Complaint unreachable(TemporalUnreachable unreachable) {
    String key = unreachable.why().isForAPerson() ? "error.unusable" : "error.unreachable";
    return new Complaint(
        Exit.UNREACHABLE,
        session.text(key, unreachable.address()),
        unreachable.seen(session.language()),
        unreachable.todo(session.language()));
  }

  private Complaint configured(ConfigurationProblem problem) {
    return new Complaint(
        Exit.USAGE,
        session.text("error.configuration"),
        problem.seen(session.language()),
        problem.todo(session.language()));
  }

  private Complaint answered(StatusRuntimeException answer, String command) {
    Status.Code code = answer.getStatus().getCode();
    boolean away = code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
    if (away || TemporalUnreachable.Why.of(answer).isForAPerson()) {
      return unreachable(new TemporalUnreachable(session.target(), answer));
    }
    return new Complaint(
        Exit.FAILED,
        session.text("error.unexpected", command),
        String.valueOf(answer.getMessage()),
        session.text("error.unexpected.todo"));
  }

  private void trace(Exception error) {
    if (session.options().debug()) {
      error.printStackTrace(session.err());
    }
  }
}
