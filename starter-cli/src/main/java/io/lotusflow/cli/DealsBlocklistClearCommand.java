package io.lotusflow.cli;

import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.settings.Plans;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "clear")
final class DealsBlocklistClearCommand extends DealsActCommand {

  DealsBlocklistClearCommand(Session session) {
    super(session, DealsActPlan.Act.BLOCKLIST);
  }

  @Override
  List<String> words(Plans plans) {
    return List.of();
  }
}
