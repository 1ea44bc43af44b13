package io.lotusflow.cli;

import io.lotusflow.settings.Plans;
import io.lotusflow.upgrade.HostUpgrade;
import io.lotusflow.upgrade.UpgradeWorkflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run")
final class UpgradeRunCommand extends ProcedureCommand {

  @Parameters(paramLabel = "TAG", descriptionKey = "TAG", arity = "0..1", defaultValue = "")
  private String tag = "";

  @Option(names = "--accept-changes")
  private boolean accepted;

  @Option(names = "--now")
  private boolean now;

  @Option(names = "--host", paramLabel = "HOST=FILE")
  private Map<String, Path> hosts = new LinkedHashMap<>();

  UpgradeRunCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    String ref = tag.isEmpty() ? plans.ref() : tag;
    UpgradeParts parts = new UpgradeParts(session());
    List<HostUpgrade> all = new ArrayList<>(List.of(parts.here(plans, ref, now)));
    all.addAll(parts.elsewhere(plans, hosts, ref, now));
    if (!ref.equals(plans.ref())) {
      session().say("upgrade.set-ref", ref);
    }
    return new Procedure("upgrade", UpgradeWorkflow.class, plans.upgrade(all, accepted));
  }
}
