package io.lotusflow.upgrade;

import io.lotusflow.backup.Backup;
import io.lotusflow.build.Compiled;
import io.lotusflow.build.Installed;
import io.lotusflow.build.Source;
import io.lotusflow.build.Toolchain;
import io.lotusflow.chain.NodeIdentity;
import io.lotusflow.chain.Outage;
import io.lotusflow.chain.WedgedSectors;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.node.ApiUp;
import io.lotusflow.node.LeaseAnswer;
import io.lotusflow.run.Downtime;
import io.lotusflow.run.Receipt;
import io.lotusflow.sealworker.MinerFound;
import io.lotusflow.sealworker.SealWorkerPlan;
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

/**
 * Hosts on which every step works at once unless a test says otherwise. They keep the steps, and
 * know at each moment which services run and which version they were started from.
 */
final class FakeHosts implements DynamicActivity {

  static final String OLD = "1.36.2+x";
  static final String NEW = "1.36.3+x";
  static final Duration MINER_AWAY = Duration.ofMillis(2500);

  private static final Receipt DONE = Receipt.done("");

  /** Types of the steps in the order in which they were asked for, with what they are about. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** The same, of several hosts that a test lets share it. */
  List<String> order = new CopyOnWriteArrayList<>();

  /** The version that each service was last started from; those that do not run are missing. */
  final Map<String, String> running = new ConcurrentHashMap<>();

  private final Map<String, Deque<ApplicationFailure>> failures = new ConcurrentHashMap<>();
  private final Deque<WindowLook> looks = new ArrayDeque<>();
  volatile String current = OLD;
  volatile String hangs = "";
  volatile Changes changes = new Changes(DONE, List.of(), List.of(), -1);
  volatile boolean wayBack = true;
  volatile long faulty;
  volatile List<String> strangers = List.of();

  /** Done once, right after a step. */
  final Map<String, Runnable> afterwards = new ConcurrentHashMap<>();

  volatile List<String> withoutMetadata = List.of();
  volatile UpgradeNote note;

  FakeHosts(String... services) {
    for (String service : services) {
      running.put(service, OLD);
    }
  }

  void fails(String step, ApplicationFailure... inTurn) {
    failures.put(step, new ArrayDeque<>(List.of(inTurn)));
  }

  void looks(WindowLook... inTurn) {
    looks.addAll(List.of(inTurn));
  }

  @Override
  public Object execute(EncodedValues input) {
    String type = Activity.getExecutionContext().getInfo().getActivityType();
    String call = type + named(type, input);
    if (!List.of("Chain.WatchOutside", "Upgrade.WatchMiner", "Upgrade.Note").contains(type)) {
      calls.add(call);
      order.add(call);
    }
    if (call.equals(hangs)) {
      workUntilCancelled();
    }
    ApplicationFailure failure = failures.getOrDefault(call, new ArrayDeque<>()).poll();
    if (failure != null) {
      throw failure;
    }
    Object answer = answer(type, input);
    Optional.ofNullable(afterwards.remove(call)).ifPresent(Runnable::run);
    return answer;
  }

  private static InUse noted() {
    return new InUse(
        DONE, version(OLD), 90, Instant.EPOCH, 30, 0, 1, List.of(), List.of(), List.of());
  }

  private static String named(String type, EncodedValues input) {
    if (type.startsWith("Service.")) {
      return " " + input.get(0, ServicePlan.class).unit().name();
    }
    if (type.equals("Build.SwitchTo")) {
      return " " + input.get(1, Installed.class).label();
    }
    return type.startsWith("SealWorker.")
        ? " " + input.get(0, SealWorkerPlan.class).worker().name()
        : "";
  }

  static Installed version(String label) {
    return new Installed(
        DONE, LotusVersion.parse(label), label, "/opt/lotus/versions/" + label + "/bin");
  }

  private Object answer(String type, EncodedValues input) {
    return switch (type) {
      case "SealWorker.FindMiner" -> new MinerFound(DONE, "/ip4/10.0.0.2/tcp/2345/http");
      case "Lease.Take" -> new LeaseAnswer(DONE, "");
      case "Build.Checkout" -> new Source(DONE, "c".repeat(40), "1.25.7", "1.94.0");
      case "Build.ProvideGo", "Build.ProvideRust" -> new Toolchain(DONE, "1", "");
      case "Build.Compile" ->
          new Compiled(DONE, LotusVersion.parse(NEW), NEW, List.of("lotus", "lotus-miner"));
      case "Build.InstallVersion" -> version(NEW);
      case "Build.SwitchTo" -> switched(input.get(1, Installed.class).label());
      case "Upgrade.Survey" ->
          new InUse(
              DONE,
              version(current),
              100,
              Instant.EPOCH,
              30,
              faulty,
              1,
              List.copyOf(running.keySet()),
              strangers,
              List.of());
      case "Upgrade.FindLimit" -> new OldLimit(DONE, noted(), changes);
      case "Upgrade.Compare" -> changes;
      case "Upgrade.FindOld" -> version(OLD);
      case "Upgrade.WayBack" -> new WayBack(DONE, wayBack);
      case "Upgrade.Note" -> noted(input.get(1, UpgradeNote.class));
      case "Upgrade.WatchMiner" ->
          new Outage(DONE, new Downtime(MINER_AWAY, Duration.ZERO), Duration.ZERO);
      case "Chain.WatchOutside" -> new Outage(DONE, Downtime.NONE, Duration.ZERO);
      case "Backup.Create" -> new Backup(DONE, "/srv/backups/one", withoutMetadata);
      case "Backup.Complete" -> new Backup(DONE, "/srv/backups/one", List.of());
      case "Window.Look" ->
          looks.isEmpty() ? new WindowLook(DONE, true, Duration.ZERO, "", false) : looks.poll();
      case "Chain.NoteIdentity" -> new NodeIdentity(DONE, "d", List.of());
      case "Chain.FindWedged" -> new WedgedSectors(DONE, List.of());
      case "Service.Install" -> DONE;
      case "Service.Start" -> started(input.get(0, ServicePlan.class).unit().name());
      case "Service.Stop" -> stopped(input.get(0, ServicePlan.class).unit().name());
      case "Node.AwaitApi", "Miner.AwaitApi" -> new ApiUp(DONE, current);
      case "Sync.AwaitSynced" -> new ChainHead(DONE, 101, Instant.EPOCH);
      default -> DONE;
    };
  }

  private Receipt switched(String label) {
    current = label;
    return DONE;
  }

  private Receipt noted(UpgradeNote given) {
    note = given;
    return DONE;
  }

  private ServiceStatus started(String name) {
    running.putIfAbsent(name, current);
    return status(true);
  }

  private ServiceStatus stopped(String name) {
    running.remove(name);
    return status(false);
  }

  private static ServiceStatus status(boolean runs) {
    return new ServiceStatus(DONE, true, runs, runs ? 4711 : 0, Optional.empty(), 0);
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
