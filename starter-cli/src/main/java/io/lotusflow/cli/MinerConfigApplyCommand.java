package io.lotusflow.cli;

import io.lotusflow.minerconfig.MinerConfigPlan;
import io.lotusflow.minerconfig.MinerConfigWorkflow;
import io.lotusflow.restart.RestartPlan;
import io.lotusflow.settings.Plans;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "apply")
final class MinerConfigApplyCommand extends ProcedureCommand {

  /** As {@code miner restart} waits. */
  private static final Duration JOBS_WITHIN = Duration.ofHours(6);

  @Parameters(arity = "1..*", paramLabel = "SETTING", descriptionKey = "setting")
  private List<String> changes = List.of();

  @Option(names = "--no-restart")
  private boolean noRestart;

  MinerConfigApplyCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    RestartPlan restart =
        plans
            .restart(RestartPlan.What.MINER, RestartPlan.Jobs.WAIT, JOBS_WITHIN, Optional.empty())
            .orElseThrow(() -> notHere("settings.no-miner-here"));
    return new Procedure(
        MinerConfigWorkflow.PROCEDURE,
        MinerConfigWorkflow.class,
        new MinerConfigPlan(
            plans.scope(), plans.miner().orElseThrow(), changes, restart, noRestart));
  }
}
