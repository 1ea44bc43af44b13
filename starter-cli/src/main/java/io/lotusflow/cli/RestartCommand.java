package io.lotusflow.cli;

import io.lotusflow.restart.RestartPlan;
import io.lotusflow.restart.RestartWorkflow;
import io.lotusflow.settings.Plans;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What both restarts have in common. */
abstract class RestartCommand extends ProcedureCommand {

  /** What the command line calls them. */
  enum JobsChoice {
    wait,
    go
  }

  private final RestartPlan.What what;
  private final String notHere;

  @Option(names = "--jobs", paramLabel = "wait|go", defaultValue = "wait")
  private JobsChoice jobs = JobsChoice.wait;

  @Option(names = "--jobs-within", paramLabel = "TIME", defaultValue = "6h")
  private String jobsWithin = "6h";

  @Option(names = "--for", paramLabel = "TIME")
  private Optional<String> away = Optional.empty();

  RestartCommand(Session session, RestartPlan.What what, String notHere) {
    super(session);
    this.what = what;
    this.notHere = notHere;
  }

  @Override
  Procedure procedure(Plans here) {
    Plans plans =
        what == RestartPlan.What.NODE
            ? NodeHosts.ofDaemon(session(), here)
            : NodeHosts.ofMiner(session(), here);
    RestartPlan plan =
        plans
            .restart(
                what,
                RestartPlan.Jobs.valueOf(jobs.name().toUpperCase(Locale.ROOT)),
                Span.parse(session(), "--jobs-within", jobsWithin),
                away.map(time -> Span.parse(session(), "--for", time)))
            .orElseThrow(() -> notHere(notHere));
    return new Procedure(
        what.name().toLowerCase(Locale.ROOT) + "-restart", RestartWorkflow.class, plan);
  }
}
