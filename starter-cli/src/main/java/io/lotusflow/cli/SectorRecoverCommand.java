package io.lotusflow.cli;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.sector.SectorCase;
import io.lotusflow.sector.SectorDoctor;
import io.lotusflow.sector.SectorFinding;
import io.lotusflow.sector.SectorRecoverWorkflow;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.settings.Plans;
import io.lotusflow.watch.Columns;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** With a number a run that sees to that sector; without, a list of what is the matter with all. */
@Command(name = "recover")
final class SectorRecoverCommand extends ProcedureCommand {

  private static final int NUMBER = 8;
  private static final int STATE = 24;

  @Parameters(arity = "0..1", paramLabel = "NUMBER", descriptionKey = "NUMBER")
  private Long number;

  @Option(names = "--ask")
  private boolean ask;

  SectorRecoverCommand(Session session) {
    super(session);
  }

  @Override
  OptionalInt read(Plans plans) {
    return number == null ? OptionalInt.of(list(plans)) : OptionalInt.empty();
  }

  @Override
  Procedure procedure(Plans plans) {
    List<String> logs =
        new KnownServices(session(), plans)
            .all().stream().map(ServicePlan::unit).map(ServiceUnit::logFile).toList();
    return new Procedure(
        SectorRecoverWorkflow.PROCEDURE,
        SectorRecoverWorkflow.class,
        plans.recover(number, ask, logs).orElseThrow(() -> notHere("settings.no-miner-here")));
  }

  private int list(Plans plans) {
    return MinerReading.with(session(), plans, this::list);
  }

  private int list(MinerApi miner, Plans plans) {
    SectorDoctor doctor = new SectorDoctor(miner, FullNode.at(plans.node()));
    List<SectorFinding> findings = doctor.lookAtAll();
    if (session().wantsText()) {
      findings.stream().filter(one -> one.what() != SectorCase.FINE).forEach(this::tell);
      long fine = findings.stream().filter(one -> one.what() == SectorCase.FINE).count();
      session().out().println(session().text("sector.recover.fine", fine));
    } else {
      findings.forEach(
          one -> session().out().println(RunsJson.text(RunsJson.MAPPER.valueToTree(one))));
    }
    return Exit.DONE;
  }

  private void tell(SectorFinding finding) {
    String name = finding.what().name().toLowerCase(Locale.ROOT).replace('_', '-');
    int columns = session().screen().size().columns();
    String head =
        Columns.right(Long.toString(finding.sector().number()), NUMBER)
            + "  "
            + Columns.fit(finding.sector().state(), STATE)
            + session().text("sector.case." + name);
    session().out().println(Columns.cut(head, columns).stripTrailing());
    for (String line : List.of(finding.because(), session().text("sector.case." + name + ".act"))) {
      if (!line.isEmpty()) {
        session().out().println(Columns.cut(" ".repeat(NUMBER + 2) + line, columns));
      }
    }
  }
}
