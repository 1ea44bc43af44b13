package io.lotusflow.cli;

import io.lotusflow.fleet.HostCard;
import io.lotusflow.fleet.MachineId;
import io.lotusflow.home.WorkerState;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** By which this host is known; another one for a state folder that was copied. */
@Command(name = "id")
final class HostIdCommand implements Callable<Integer> {

  private final Session session;

  @ArgGroup private Change change = new Change();

  /** At most one of them. */
  static final class Change {
    @Option(names = "--new")
    private boolean fresh;

    @Option(names = "--keep")
    private boolean keep;
  }

  HostIdCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (change.fresh) {
      requireIdleWorker();
      if (session.options().dryRun()) {
        session.say("host.id.would");
        return Exit.DONE;
      }
      HostCard.forget(session.home());
      session.home().renewHostId();
    }
    if (change.fresh || change.keep) {
      MachineId.of(session.home()).settle();
    }
    String id = session.home().hostId();
    session.out().println(session.wantsText() ? id : "{\"id\":\"" + id + "\"}");
    if (change.fresh) {
      session.say("host.id.renewed", id);
    }
    return Exit.DONE;
  }

  /** Its steps would be at work for a host that nobody knows any more. */
  private void requireIdleWorker() {
    WorkerState.read(session.home())
        .filter(state -> state.polls() && state.process().alive())
        .ifPresent(
            works -> {
              throw session.complaint(Exit.REFUSED, "host.id.works");
            });
  }
}
