package io.lotusflow.sector;

import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pledges what fits, follows what is there, and begins again when something has changed. */
public final class SectorPledgeWorkflowImpl implements SectorPledgeWorkflow {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /** One that was set going so often and stands still again is a person's to look at. */
  private static final int SET_GOING_AT_MOST = 3;

  private PledgePlan plan;
  private SectorActivities sectors;
  private PledgeGround ground;
  private int pledged;
  private final Map<Long, SectorAt> open = new TreeMap<>();
  private final List<SectorAt> ended = new ArrayList<>();
  private final Map<Long, Integer> setGoing = new TreeMap<>();

  @Override
  public PledgeReport pledge(PledgePlan given) {
    plan = given;
    sectors = Steps.on(plan.scope().host(), SectorActivities.class);
    ground = sectors.look(plan);
    if (plan.scope().dryRun()) {
      PledgeRoom room = sectors.findRoom(plan, ground, 0);
      return new PledgeReport(room.receipt(), List.of());
    }
    while (pledged < plan.count() || !open.isEmpty()) {
      if (!pledgesOne()) {
        take(sectors.follow(plan, ground, List.copyOf(open.values()), pledged < plan.count()));
      }
    }
    return report();
  }

  /** Also where there is no room, but nothing either whose end could make some. */
  private boolean pledgesOne() {
    if (pledged == plan.count()) {
      return false;
    }
    PledgeRoom room = sectors.findRoom(plan, ground, open.size());
    if (room.missing().isPresent()) {
      return waitsForAPerson(room);
    }
    Parking.over();
    PledgedSector made = sectors.pledge(plan, pledged);
    pledged++;
    open.put(made.number(), new SectorAt(made.number(), ""));
    return true;
  }

  private boolean waitsForAPerson(PledgeRoom room) {
    if (!open.isEmpty()) {
      return false;
    }
    Parking.pause("Sector.FindRoom", room.missing().get(), LOOK_AGAIN, room.arguments().toArray());
    return true;
  }

  private void take(SectorNews news) {
    for (SectorAt sector : news.sectors()) {
      open.put(sector.number(), sector);
      if (sector.stage() == SectorStage.PROVING) {
        end(sector);
      } else if (sector.stage().isLost()) {
        end(sector);
        Parking.untilResumed(
            "Sector.Follow", SectorProblem.SECTOR_LOST, sector.number(), sector.state());
      }
    }
    news.still().ifPresent(this::setGoing);
  }

  private void end(SectorAt sector) {
    open.remove(sector.number());
    ended.add(sector);
  }

  private void setGoing(SectorNews.StillSector still) {
    SectorAt sector = still.sector();
    int times = setGoing.merge(sector.number(), 1, Integer::sum);
    if (times > SET_GOING_AT_MOST || !still.error().isEmpty()) {
      Parking.untilResumed(
          "Sector.Follow",
          SectorProblem.SECTOR_STANDS_STILL,
          sector.number(),
          sector.state(),
          still.error());
      setGoing.remove(sector.number());
    }
    sectors.setGoing(plan, sector);
  }

  private PledgeReport report() {
    long proven = ended.stream().filter(s -> s.stage() == SectorStage.PROVING).count();
    List<Long> lost = ended.stream().filter(s -> s.stage().isLost()).map(SectorAt::number).toList();
    String note =
        "%d sectors pledged, %d proven%s"
            .formatted(pledged, proven, lost.isEmpty() ? "" : "; lost: " + lost);
    return new PledgeReport(Receipt.done(note), ended);
  }
}
