package io.lotusflow.cli;

import io.grpc.StatusRuntimeException;
import io.lotusflow.rehearsal.RehearsalFailure;
import io.lotusflow.temporal.PayloadKeyProblem;
import io.lotusflow.temporal.Target;
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
    if (error instanceof StatusRuntimeException refused) {
      return answered(refused, command);
    }
    Throwable cause = error;
    while (cause != null) {
      if (cause instanceof PayloadKeyProblem problem) {
        return unreadable(problem);
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
    return new Complaint(
        Exit.UNREACHABLE,
        session.text("error.unreachable", unreachable.address()),
        session.text("error.unreachable.seen." + unreachable.why()),
        session.text("error.unreachable.todo." + key(unreachable.origin())));
  }

  private Complaint answered(StatusRuntimeException answer, String command) {
    return switch (answer.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED -> {
        Target target = session.target();
        yield new Complaint(
            Exit.UNREACHABLE,
            session.text("error.unreachable", target.address()),
            String.valueOf(answer.getMessage()),
            session.text("error.unreachable.todo." + key(target.origin())));
      }
      default ->
          new Complaint(
              Exit.FAILED,
              session.text("error.unexpected", command),
              String.valueOf(answer.getMessage()),
              session.text("error.unexpected.todo"));
    };
  }

  private static String key(Target.Origin origin) {
    return switch (origin) {
      case OPTION -> "option";
      case CONFIGURATION -> "configuration";
      case EMBEDDED -> "embedded";
    };
  }

  private void trace(Exception error) {
    if (session.options().debug()) {
      error.printStackTrace(session.err());
    }
  }
}
