package io.lotusflow.cli;

import io.lotusflow.settings.Plans;
import io.lotusflow.temporal.Target;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that starts one procedure with the plan that the settings give. */
abstract class ProcedureCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--detach")
  private boolean detach;

  ProcedureCommand(Session session) {
    this.session = session;
  }

  abstract Procedure procedure(Plans plans);

  /** What it does instead of starting anything, with its exit code; mostly nothing. */
  OptionalInt read(Plans plans) {
    return OptionalInt.empty();
  }

  /** With what was allowed before the start. */
  Plans allowed(Plans plans) {
    return plans;
  }

  final Session session() {
    return session;
  }

  @Override
  public final Integer call() throws InterruptedException {
    Planning planning = new Planning(session);
    if (rehearsal) {
      requireTemporal();
    }
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    OptionalInt read = read(plans);
    if (read.isPresent()) {
      return read.getAsInt();
    }
    Procedure procedure = procedure(allowed(plans));
    return new Launch(session).run(procedure, detach);
  }

  /** Before a network is started for nothing; the server of this host is started with the run. */
  private void requireTemporal() {
    if (session.target().origin() != Target.Origin.EMBEDDED) {
      session.connect().close();
    }
  }

  /** The settings name no machine part that this command is about. */
  final Complaint notHere(String key) {
    return session.complaint(Exit.USAGE, key);
  }
}
