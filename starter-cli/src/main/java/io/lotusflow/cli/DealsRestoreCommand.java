package io.lotusflow.cli;

import io.lotusflow.deals.DealFlags;
import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.settings.Plans;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** As it was noted; without a note only what somebody names. */
@Command(name = "restore")
final class DealsRestoreCommand extends DealsActCommand {

  @Option(names = "--accept", paramLabel = "KINDS", split = ",")
  private List<String> accept = List.of();

  DealsRestoreCommand(Session session) {
    super(session, DealsActPlan.Act.RESTORE);
  }

  @Override
  List<String> words(Plans plans) {
    if (accept.isEmpty()) {
      requireNote(plans);
    } else {
      requireKinds();
    }
    return accept;
  }

  private void requireNote(Plans plans) {
    String node = plans.scope().node().value();
    if (DealsReading.notes(session()).of(node).isEmpty()) {
      throw session().complaint(Exit.REFUSED, "deals.no-note", now(plans));
    }
  }

  private String now(Plans plans) {
    try {
      return DealsReading.market(session(), plans).considered().toString();
    } catch (RpcFailed silent) {
      return "?";
    }
  }

  private void requireKinds() {
    try {
      DealFlags.of(accept);
    } catch (IllegalArgumentException unknown) {
      throw notHere("deals.kinds");
    }
  }
}
