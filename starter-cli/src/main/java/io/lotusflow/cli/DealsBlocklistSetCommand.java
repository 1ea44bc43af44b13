package io.lotusflow.cli;

import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.settings.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The whole list: what is not in the file is refused no longer. */
@Command(name = "set")
final class DealsBlocklistSetCommand extends DealsActCommand {

  /** They are part of the run's history. */
  private static final int MOST = 10_000;

  private static final Pattern CID = Pattern.compile("(Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{20,})");

  @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "FILE")
  private Path file = Path.of("");

  DealsBlocklistSetCommand(Session session) {
    super(session, DealsActPlan.Act.BLOCKLIST);
  }

  @Override
  List<String> words(Plans plans) {
    List<String> cids =
        lines().stream().map(String::strip).filter(line -> !line.isEmpty()).distinct().toList();
    require(!cids.isEmpty() && cids.size() <= MOST, "deals.blocklist.size");
    for (String cid : cids) {
      if (!CID.matcher(cid).matches()) {
        throw new Complaint(
            Exit.USAGE,
            session().text("deals.blocklist.cid", file),
            cid,
            session().text("deals.blocklist.cid.todo"));
      }
    }
    return cids;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new Complaint(
          Exit.USAGE,
          session().text("deals.blocklist.file", file),
          e.toString(),
          session().text("deals.blocklist.cid.todo"));
    }
  }
}
