package io.lotusflow.cli;

import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Manual: 离线交易的数据导入. */
@Command(name = "import")
final class DealsImportCommand extends DealsActCommand {

  @Parameters(index = "0", paramLabel = "PROPOSAL", descriptionKey = "PROPOSAL")
  private String proposal = "";

  @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "FILE")
  private Path file = Path.of("");

  DealsImportCommand(Session session) {
    super(session, DealsActPlan.Act.IMPORT);
  }

  @Override
  List<String> words(Plans plans) {
    require(proposal.matches("b[a-z2-7]{20,}"), "deals.import.proposal");
    return List.of(proposal, file.toAbsolutePath().normalize().toString());
  }
}
