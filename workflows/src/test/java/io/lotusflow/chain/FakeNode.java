package io.lotusflow.chain;

import io.lotusflow.deals.InFlight;
import io.lotusflow.node.ApiUp;
import io.lotusflow.node.LeaseAnswer;
import io.lotusflow.run.Downtime;
import io.lotusflow.run.Receipt;
import io.lotusflow.schedule.Verdict;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.window.WindowLook;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node on which every step works at once unless a test says otherwise; it keeps the steps. */
final class FakeNode implements DynamicActivity {

  /** What the watch from outside saw of each switch. */
  static final Downtime AWAY = new Downtime(Duration.ofMillis(1500), Duration.ZERO);

  private static final Receipt DONE = Receipt.done("");

  /** Types of the steps in the order in which they were asked for; services with their names. */
  final List<String> calls;

  private final Map<String, Deque<ApplicationFailure>> failures = new ConcurrentHashMap<>();
  private final Deque<WindowLook> looks = new ArrayDeque<>();
  private final Deque<Boolean> healthy = new ArrayDeque<>();
  volatile boolean halfDone;
  volatile String heldBy = "";

  /** Done once, right after a step. */
  final Map<String, Runnable> afterwards = new ConcurrentHashMap<>();

  private volatile String hangs = "";
  private volatile boolean oldIsThere = true;

  FakeNode() {
    this(new CopyOnWriteArrayList<>());
  }

  /** Of one of several hosts, which keep their steps together. */
  FakeNode(List<String> calls) {
    this.calls = calls;
  }

  void fails(String step, ApplicationFailure... inTurn) {
    failures.put(step, new ArrayDeque<>(List.of(inTurn)));
  }

  /** The step works until it is cancelled. */
  void hangs(String step) {
    hangs = step;
  }

  void looks(WindowLook... inTurn) {
    looks.addAll(List.of(inTurn));
  }

  void healthy(Boolean... inTurn) {
    healthy.addAll(List.of(inTurn));
  }

  static WindowLook closedFor(Duration time) {
    return new WindowLook(DONE, false, time, "a deadline", false);
  }

  @Override
  public Object execute(EncodedValues input) {
    String type = Activity.getExecutionContext().getInfo().getActivityType();
    String call = type + named(type, input);
    if (!type.equals("Chain.WatchOutside") && !type.equals("Service.Status")) {
      calls.add(call);
    }
    if (call.equals(hangs)) {
      workUntilCancelled();
    }
    ApplicationFailure failure = failures.getOrDefault(call, new ArrayDeque<>()).poll();
    if (failure != null) {
      throw failure;
    }
    Object answer = answer(type);
    Optional.ofNullable(afterwards.remove(call)).ifPresent(Runnable::run);
    return answer;
  }

  private static String named(String type, EncodedValues input) {
    return type.startsWith("Service.")
        ? " " + input.get(0, io.lotusflow.service.ServicePlan.class).unit().name()
        : "";
  }

  private Object answer(String type) {
    return switch (type) {
      case "Deals.LookInFlight" -> InFlight.of(0, 0);
      case "Lease.Take" -> new LeaseAnswer(DONE, heldBy);
      case "Schedule.Check", "Schedule.AwaitNode" -> new Verdict(DONE, Optional.empty());
      case "Chain.Inspect" -> halfDone ? Receipt.wouldDo("") : Receipt.alreadySo("");
      case "Chain.Preflight", "Chain.FindOld" ->
          new ChainGround(DONE, "/srv/lotus/daemon.import", "/srv/d.before", 1, List.of(), true);
      case "Snapshot.Resolve" -> new SnapshotSource(DONE, "http://127.0.0.1/x.car", 1, "", "");
      case "Snapshot.Fetch" -> new SnapshotFile(DONE, "/srv/x.car", 1, "");
      case "Chain.ImportBeside", "Chain.ImportInPlace" -> new ImportedChain(DONE, 42);
      case "Chain.CatchUp", "Chain.EndBeside" -> new BesideHead(DONE, 43, true);
      case "Window.Look" ->
          looks.isEmpty() ? new WindowLook(DONE, true, Duration.ZERO, "", false) : looks.poll();
      case "Chain.NoteIdentity" -> new NodeIdentity(DONE, "d", List.of());
      case "Chain.WatchOutside" -> new Outage(DONE, AWAY, Duration.ZERO);
      case "Service.Start", "Service.Stop", "Service.Status" ->
          new ServiceStatus(DONE, true, true, 4711, Optional.empty(), 0);
      case "Node.AwaitApi", "Miner.AwaitApi" -> new ApiUp(DONE, "1.36.2+x");
      case "Sync.AwaitSynced" -> new ChainHead(DONE, 44, Instant.EPOCH);
      case "Chain.KeepOld" -> new OldChain(DONE, "/srv/d.before", 1);
      case "Chain.FindWedged" -> new WedgedSectors(DONE, List.of(7L));
      case "Chain.Health" -> new ChainHealth(DONE, isHealthy(), oldIsThere);
      case "Chain.DiscardOld" -> discarded();
      case "Export.Look" -> new ExportDraft(DONE, "/srv/exports", "x.car", 41, 1);
      case "Export.Write", "Export.Pack" -> new WrittenExport(DONE, "/srv/exports/x.car.part", 1);
      case "Export.Verify" -> new ProvenExport(DONE, Optional.empty());
      case "Export.Publish" ->
          new ExportedSnapshot(DONE, Optional.empty(), "/srv/exports/x.car", 1, "", 41);
      default -> DONE;
    };
  }

  private boolean isHealthy() {
    return healthy.isEmpty() || healthy.poll();
  }

  private Receipt discarded() {
    oldIsThere = false;
    return DONE;
  }

  private static void workUntilCancelled() {
    try {
      while (true) {
        Activity.getExecutionContext().heartbeat("");
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw Activity.wrap(e);
    } catch (ActivityCompletionException cancelled) {
      throw cancelled;
    }
  }
}
