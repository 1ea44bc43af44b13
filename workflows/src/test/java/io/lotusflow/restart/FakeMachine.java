package io.lotusflow.restart;

import io.lotusflow.chain.Outage;
import io.lotusflow.deals.InFlight;
import io.lotusflow.minerconfig.ConfigDraft;
import io.lotusflow.node.ApiUp;
import io.lotusflow.node.LeaseAnswer;
import io.lotusflow.run.Downtime;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.window.WindowLook;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
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

/** Everything works at once unless a test says otherwise; it keeps the steps, and what runs. */
final class FakeMachine implements DynamicActivity {

  private static final Receipt DONE = Receipt.done("");

  final List<String> calls;
  final Map<String, Boolean> runs =
      new ConcurrentHashMap<>(Map.of("lotus-daemon", true, "lotus-miner", true));

  private final Map<String, Deque<ApplicationFailure>> failures = new ConcurrentHashMap<>();
  private final Deque<JobsLook> jobs = new ArrayDeque<>();
  private final Deque<WindowLook> windows = new ArrayDeque<>();
  volatile ConfigDraft draft = new ConfigDraft(DONE, "d", true, true);
  private volatile String hangs = "";

  /** Done once, right after a step. */
  final Map<String, Runnable> afterwards = new ConcurrentHashMap<>();

  /** Empty where the miner does not answer. */
  volatile String minerVersion = "1";

  /** How long a restart is expected to take. */
  volatile Duration outage = Duration.ofMinutes(3);

  FakeMachine() {
    this(new CopyOnWriteArrayList<>());
  }

  /** Of one of several machines, which keep their steps together. */
  FakeMachine(List<String> calls) {
    this.calls = calls;
  }

  void fails(String step, ApplicationFailure... inTurn) {
    failures.put(step, new ArrayDeque<>(List.of(inTurn)));
  }

  /** The step works until it is cancelled. */
  void hangs(String step) {
    hangs = step;
  }

  /** Then there are none. */
  void jobs(int looks) {
    for (int i = 0; i < looks; i++) {
      jobs.add(new JobsLook(DONE, false, "PC1 of sector 7"));
    }
  }

  /** In turn; then it is open. */
  void windows(boolean... open) {
    for (boolean one : open) {
      windows.add(new WindowLook(DONE, one, Duration.ofHours(2), "a deadline", false));
    }
  }

  @Override
  public Object execute(EncodedValues input) {
    String type = Activity.getExecutionContext().getInfo().getActivityType();
    String service =
        type.startsWith("Service.") ? input.get(0, ServicePlan.class).unit().name() : "";
    String call = (type + ' ' + service).strip();
    if (!type.endsWith("Watch") && !type.endsWith("WatchOutside") && !call.contains("Status")) {
      calls.add(call);
    }
    ApplicationFailure failure = failures.getOrDefault(call, new ArrayDeque<>()).poll();
    if (failure != null) {
      throw failure;
    }
    if (call.equals(hangs)) {
      workUntilCancelled();
    }
    Object answer = answer(type, service);
    Optional.ofNullable(afterwards.remove(call)).ifPresent(Runnable::run);
    return answer;
  }

  private Object answer(String type, String service) {
    return switch (type) {
      case "Deals.LookInFlight" -> InFlight.of(0, 0);
      case "Lease.Take" -> new LeaseAnswer(DONE, "");
      case "Restart.Look" ->
          new RestartGround(DONE, outage, minerVersion, "1", "f01000", 2, List.of("a"));
      case "MinerConfig.Check" -> draft;
      case "Restart.LookAtJobs" -> jobs.isEmpty() ? new JobsLook(DONE, true, "") : jobs.poll();
      case "Restart.WatchOutside" ->
          new Outage(DONE, new Downtime(Duration.ofMillis(1500), Duration.ZERO), Duration.ZERO);
      case "Window.Look" ->
          windows.isEmpty() ? new WindowLook(DONE, true, Duration.ZERO, "", false) : windows.poll();
      case "Service.Start" -> status(service, true);
      case "Service.Stop" -> status(service, false);
      case "Service.Status" -> status(service, runs.get(service));
      case "Node.AwaitApi", "Miner.AwaitApi" -> new ApiUp(DONE, "1.36.2");
      case "Sync.AwaitSynced" -> new ChainHead(DONE, 44, Instant.EPOCH);
      default -> DONE;
    };
  }

  private ServiceStatus status(String service, boolean running) {
    runs.put(service, running);
    return new ServiceStatus(DONE, true, running, 4711, Optional.empty(), 0);
  }

  private static void workUntilCancelled() {
    try {
      while (true) {
        Activity.getExecutionContext().heartbeat("");
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw Activity.wrap(e);
    }
  }
}
