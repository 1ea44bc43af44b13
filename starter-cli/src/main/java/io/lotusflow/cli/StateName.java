package io.lotusflow.cli;

import io.lotusflow.messages.Nearest;
import io.lotusflow.sector.SectorStage;
import java.util.Set;
import java.util.stream.Collectors;

/** The name of a sector's state, as somebody types it. */
final class StateName {

  private StateName() {}

  /** As Lotus spells it: a wrong name would find nothing, or make a dead state. */
  static String spelled(Session session, String typed) {
    return SectorStage.spelled(typed).orElseThrow(() -> unknown(session, typed));
  }

  private static Complaint unknown(Session session, String typed) {
    Set<String> known = SectorStage.allStates();
    return new Complaint(
        Exit.USAGE,
        session.text("sector.state", typed),
        session.text("sector.state.seen"),
        Nearest.to(typed, known)
            .map(near -> session.text("schedule.did-you-mean", near))
            .orElseGet(() -> known.stream().sorted().collect(Collectors.joining(", "))));
  }
}
