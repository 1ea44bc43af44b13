package io.lotusflow.cli;

import io.lotusflow.chain.ChainResetPlan;
import io.lotusflow.chain.ChainResetWorkflow;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "reset")
final class ChainResetCommand extends ProcedureCommand {

  @Option(names = "--in-place")
  private boolean inPlace;

  @Option(names = "--confirm", paramLabel = "NODE", defaultValue = "")
  private String confirm = "";

  ChainResetCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans here) {
    Plans plans = NodeHosts.ofDaemon(session(), here);
    LeaseAsk patient = LeaseAsk.patient(plans.scope());
    ChainResetPlan plan =
        plans
            .chainReset(inPlace, false, patient)
            .orElseThrow(() -> notHere("settings.no-snapshot"));
    boolean severe = inPlace || plan.node().daemon().network().isMainnet();
    boolean confirmed =
        severe
            && !plan.scope().dryRun()
            && new NameGiven(session(), plan.scope().node().value())
                .required(confirm, inPlace ? "chain.confirm.in-place" : "chain.confirm");
    return new Procedure(
        "chain-reset",
        ChainResetWorkflow.class,
        plans.chainReset(inPlace, confirmed, patient).orElseThrow());
  }
}
