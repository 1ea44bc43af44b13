package io.lotusflow.cli;

import io.lotusflow.build.Installed;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.settings.Plans;
import io.lotusflow.upgrade.HostUpgrade;
import io.lotusflow.upgrade.UpgradeNote;
import io.lotusflow.upgrade.UpgradeNotes;
import io.lotusflow.upgrade.UpgradeRollbackWorkflow;
import io.lotusflow.upgrade.VersionInUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "rollback")
final class UpgradeRollbackCommand extends ProcedureCommand {

  @Option(names = "--now")
  private boolean now;

  @Option(names = "--host", paramLabel = "HOST=FILE")
  private Map<String, Path> hosts = new LinkedHashMap<>();

  UpgradeRollbackCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    String node = plans.scope().node().value();
    String inUse = new VersionInUse(plans.build()).find().map(Installed::label).orElse("");
    UpgradeNote note =
        new UpgradeNotes(session().home().upgrades())
            .waysBack(node, inUse).stream().findFirst().orElseThrow(() -> notHere("upgrade.never"));
    String ref = LotusVersion.parse(note.from()).toString();
    UpgradeParts parts = new UpgradeParts(session());
    List<HostUpgrade> all = new ArrayList<>(List.of(parts.here(plans, ref, now)));
    all.addAll(parts.elsewhere(plans, hosts, ref, now));
    return new Procedure(
        "upgrade-rollback", UpgradeRollbackWorkflow.class, plans.upgrade(all, true));
  }
}
