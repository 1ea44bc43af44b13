package io.lotusflow.cli;

import io.lotusflow.sector.SectorWatchWorkflow;
import io.lotusflow.sector.WatchPlan;
import io.lotusflow.settings.Plans;
import io.lotusflow.temporal.Connection;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the watch of all sectors and leaves it alone, or ends it. */
@Command(name = "watch")
final class SectorWatchCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "60")
  private int every = 60;

  @Option(names = "--end")
  private boolean end;

  SectorWatchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    WatchPlan plan =
        plans
            .watch(Duration.ofSeconds(Math.max(1, every)))
            .orElseThrow(() -> session.complaint(Exit.USAGE, "settings.no-miner-here"));
    Procedure watch = new Procedure(SectorWatchWorkflow.PROCEDURE, SectorWatchWorkflow.class, plan);
    return end ? end(watch.id()) : new Launch(session).run(watch, true);
  }

  private int end(String id) {
    try (Connection connection = session.connect()) {
      connection.client().newWorkflowStub(SectorWatchWorkflow.class, id).end();
      session.say("sector.watch.ended", id);
    } catch (WorkflowNotFoundException none) {
      session.say("sector.watch.none");
    }
    return Exit.DONE;
  }
}
