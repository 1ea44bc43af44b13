package io.lotusflow.window;

import io.lotusflow.fleet.FleetProblem;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.PendingMessage;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.Pause;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at messages, sectors and deadlines: the longest wait counts. */
public final class WindowActivitiesImpl implements WindowActivities {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final int HEADS = 5;

  private final ServiceActivities services;
  private final Supplier<Optional<Duration>> clockAhead;
  private final Consumer<JobProgress> pulse;

  /**
   * @param clockAhead how far the clock here is before the server's, if that was measured
   */
  public WindowActivitiesImpl(
      ServiceActivities services,
      Supplier<Optional<Duration>> clockAhead,
      Consumer<JobProgress> pulse) {
    this.services = services;
    this.clockAhead = clockAhead;
    this.pulse = pulse;
  }

  @Override
  public WindowLook look(WindowPlan plan) {
    clockAhead
        .get()
        .filter(HostFacts::isOff)
        .ifPresent(
            by -> {
              throw FleetProblem.HOST_CLOCK_OFF.because(
                  plan.scope().host(), HostClock.text(by), HostClock.text(HostFacts.CLOCK_LIMIT));
            });
    return WhileBeating.call(pulse, "reading deadlines", () -> RpcFailed.named(() -> read(plan)));
  }

  private WindowLook read(WindowPlan plan) {
    FullNode node = FullNode.at(plan.node());
    Duration blockDelay;
    try {
      blockDelay = node.version().blockDelay();
    } catch (RpcFailed silent) {
      return ofASilentNode(plan, silent);
    }
    Optional<MinerApi> miner = miner(plan);
    Seen seen = see(plan, node, miner, blockDelay);
    long needed = ProvingSchedule.epochs(plan.outage().plus(plan.margin()), blockDelay);
    List<WindowLook> looks = new ArrayList<>();
    if (seen.comingMayBeDue(needed)) {
      boolean moved = hasNextHead(node, blockDelay);
      Seen next = see(plan, node, miner, blockDelay);
      if (!moved || !seen.obstacles().coming().containsAll(next.obstacles().coming())) {
        looks.add(coming(next.obstacles(), blockDelay));
      }
      seen = next;
    }
    seen.schedules()
        .forEach((actor, schedule) -> looks.add(deadlines(schedule, actor, needed, blockDelay)));
    if (miner.isPresent()) {
      looks.add(sectors(seen.obstacles()));
    }
    looks.add(messages(seen.obstacles().pending(), blockDelay));
    return together(plan, looks);
  }

  /**
   * What stood in the way, and what was due right after.
   *
   * @param schedules by actor
   */
  private record Seen(Obstacles obstacles, Map<String, ProvingSchedule> schedules) {

    /** What a message in the head's own blocks does, only the next head shows. */
    boolean comingMayBeDue(long needed) {
      return !obstacles.coming().isEmpty()
          && schedules.values().stream().anyMatch(any -> any.reachesComingSectors(needed));
    }
  }

  private static Seen see(
      WindowPlan plan, FullNode node, Optional<MinerApi> miner, Duration blockDelay) {
    // Before the deadlines: what lands in between is then seen in one of both.
    Obstacles obstacles = Obstacles.read(node, miner);
    Map<String, ProvingSchedule> schedules = new LinkedHashMap<>();
    for (String actor : actors(plan, miner)) {
      schedules.put(actor, ProvingSchedule.read(node, actor, blockDelay));
    }
    return new Seen(obstacles, schedules);
  }

  /** Rounds without a block are rare. */
  private static boolean hasNextHead(FullNode node, Duration blockDelay) {
    long height = node.head().height();
    Instant until = Instant.now().plus(blockDelay.multipliedBy(HEADS));
    while (Instant.now().isBefore(until)) {
      Pause.of(BEAT);
      if (node.head().height() > height) {
        return true;
      }
    }
    return false;
  }

  /** A daemon that was stopped has no outage to come; one that should answer has to. */
  private WindowLook ofASilentNode(WindowPlan plan, RpcFailed silent) {
    if (silent.kind() != RpcFailed.Kind.UNREACHABLE || services.status(plan.service()).running()) {
      throw silent;
    }
    return open("the daemon does not run");
  }

  private static List<String> actors(WindowPlan plan, Optional<MinerApi> miner) {
    List<String> actors = new ArrayList<>(plan.actors());
    miner.map(MinerApi::actor).ifPresent(actors::add);
    return actors;
  }

  private Optional<MinerApi> miner(WindowPlan plan) {
    return plan.miner()
        .filter(api -> plan.minerService().filter(s -> services.status(s).running()).isPresent())
        .map(MinerApi::at);
  }

  private static WindowLook deadlines(
      ProvingSchedule schedule, String actor, long needed, Duration blockDelay) {
    OptionalLong quiet = schedule.quietFor();
    if (quiet.isEmpty()) {
      return open(actor + " has no sectors to prove");
    }
    if (schedule.isOpen(needed)) {
      return open(
          "%s has nothing to prove for %s".formatted(actor, shown(quiet.getAsLong(), blockDelay)));
    }
    OptionalLong next = schedule.opensIn(needed);
    if (next.isEmpty() && !schedule.mayOpenAfterProof(needed)) {
      throw WindowProblem.WINDOW_TOO_SHORT.because(
          actor, shown(schedule.longest(), blockDelay), shown(needed, blockDelay));
    }
    Duration wait =
        next.isPresent() ? blockDelay.multipliedBy(Math.max(1, next.getAsLong())) : SOON;
    // A proof that comes early leaves the rest of its deadline free.
    boolean soon = schedule.openIsBusy() && schedule.mayOpenAfterProof(needed);
    Duration look = soon && wait.compareTo(SOON) > 0 ? soon(wait) : wait;
    return closed(
        look,
        "%s proves within %s; needed are %s"
            .formatted(actor, shown(quiet.getAsLong(), blockDelay), shown(needed, blockDelay)),
        false);
  }

  private static Duration soon(Duration wait) {
    Duration part = wait.dividedBy(20);
    return part.compareTo(SOON) > 0 ? part : SOON;
  }

  private static WindowLook coming(Obstacles obstacles, Duration blockDelay) {
    return closed(
        blockDelay, "sectors come onto the chain, and may be due: " + obstacles.coming(), false);
  }

  private static WindowLook sectors(Obstacles obstacles) {
    if (!obstacles.drawing().isEmpty()) {
      return closed(
          Duration.ofSeconds(10), "sectors draw their ticket: " + obstacles.drawing(), false);
    }
    return obstacles.waiting().isEmpty()
        ? open("no sector waits for a message")
        : closed(
            Duration.ofSeconds(30),
            "sectors wait for their messages: " + obstacles.waiting(),
            true);
  }

  private static WindowLook messages(List<PendingMessage> own, Duration blockDelay) {
    return own.isEmpty()
        ? open("no message of ours is pending")
        : closed(
            blockDelay, own.size() + " messages pending, one from " + own.get(0).from(), false);
  }

  private static WindowLook together(WindowPlan plan, List<WindowLook> looks) {
    List<WindowLook> closed = looks.stream().filter(look -> !look.open()).toList();
    List<WindowLook> shown = closed.isEmpty() ? looks : closed;
    String why = String.join("; ", shown.stream().map(WindowLook::why).toList());
    if (plan.scope().dryRun()) {
      return new WindowLook(
          Receipt.wouldDo(closed.isEmpty() ? "open now: " + why : "waits: " + why),
          closed.isEmpty(),
          Duration.ZERO,
          why,
          false);
    }
    if (closed.isEmpty()) {
      return open(why);
    }
    Duration wait = closed.stream().map(WindowLook::opensIn).max(Duration::compareTo).orElseThrow();
    return closed(wait, why, closed.stream().allMatch(WindowLook::healing));
  }

  private static WindowLook open(String why) {
    return new WindowLook(Receipt.alreadySo(why), true, Duration.ZERO, why, false);
  }

  private static WindowLook closed(Duration opensIn, String why, boolean healing) {
    return new WindowLook(Receipt.done("not now: " + why), false, opensIn, why, healing);
  }

  private static String shown(long epochs, Duration blockDelay) {
    Duration time = blockDelay.multipliedBy(epochs);
    return time.toMinutes() >= 2
        ? "%d min (%d epochs)".formatted(time.toMinutes(), epochs)
        : "%d s (%d epochs)".formatted(time.toSeconds(), epochs);
  }
}
