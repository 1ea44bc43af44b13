import io.lotusflow.alert.AlertDesk;
import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.fleet.Hardware;
import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostRole;
import io.lotusflow.fleet.HostWatch;
import io.lotusflow.fleet.HostWorkflowImpl;
import io.lotusflow.home.Home;
import io.lotusflow.home.Release;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.run.Bookkeeping;
import io.lotusflow.run.Children;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.run.Steps;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.ServerHealth;
import io.lotusflow.temporal.Target;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.PollerBehaviorSimpleMaximum;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Hosts as the server sees them: each with a connection, a queue, pollers and chores of its own, many in
 * one JVM. Runs of ten steps that do nothing, one after the other and then all at once; then of steps that take
 * two seconds, all at once. temporal.toml,
 * an empty folder, number of hosts, runs, and the pids whose time counts as the server's. Then each
 * host has one run that rests, until the standard input ends.
 */
public final class ManyHosts {
  private static final int STEPS = 10;
  private static final int ALONE = 10;

  /** As short as a step that does something is; most take longer. */
  private static final Duration WORK = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final String QUEUE = "bench-many-hosts";
  private static final ScheduledExecutorService CLOCK = Executors.newScheduledThreadPool(8);
  private static final Map<String, Integer> PUT_OFF = new ConcurrentHashMap<>();

  @WorkflowInterface
  public interface TenSteps {
    @WorkflowMethod
    void run(SyncPlan plan);
  }

  public static final class TenStepsImpl implements TenSteps {
    @Override
    public void run(SyncPlan plan) {
      SyncActivities host = Steps.on(plan.scope().host(), SyncActivities.class);
      for (int i = 0; i < STEPS; i++) {
        host.awaitSynced(plan);
      }
    }
  }

  @WorkflowInterface
  public interface Rest {
    @WorkflowMethod
    void rest();
  }

  public static final class RestImpl implements Rest {
    @Override
    public void rest() {
      Workflow.sleep(Duration.ofHours(1));
    }
  }

  private static final class Current implements SyncActivities {
    @Override
    public ChainHead awaitSynced(SyncPlan plan) {
      try {
        Thread.sleep(plan.stallAfter().toMillis());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new ChainHead(Receipt.done("the head is 7"), 7, Instant.EPOCH);
    }
  }

  private ManyHosts() {}

  public static void main(String[] args) throws Exception {
    Home home = new Home(Path.of(args[1]).toAbsolutePath());
    Target target = Target.of(Path.of(args[0]), PayloadKeyFile.of(home, Map.of()));
    int hosts = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    List<Long> server = Stream.of(args).skip(4).map(Long::parseLong).toList();
    Connection asking = Connection.open(Connection.Kind.CLI, target);
    poll(home, target, host(0));
    at(asking, 0, 20, Duration.ZERO); // until the code is compiled
    long kib = rss();
    for (int i = 1; i < hosts; i++) {
      poll(home, target, host(i));
    }
    System.out.printf("host_kib %d%n", hosts < 2 ? 0 : (rss() - kib) / (hosts - 1));
    Thread.sleep(5_000);
    long idle = ownTime();
    long idleServer = time(server);
    Thread.sleep(IDLE.toMillis());
    System.out.printf(
        "idle_percent_per_host %.3f%n", (ownTime() - idle) / 1e6 / IDLE.toMillis() / hosts * 100);
    System.out.printf(
        "idle_percent_server_per_host %.3f%n",
        (time(server) - idleServer) * 10.0 / IDLE.toMillis() / hosts * 100);
    List<Long> alone = new ArrayList<>();
    for (int i = 0; i < ALONE; i++) {
      alone.addAll(at(asking, hosts < 2 ? 0 : i % hosts, 1, Duration.ZERO));
    }
    System.out.printf("alone_ms_per_step %.1f%n", (double) median(alone) / STEPS);
    long busy = ownTime();
    long busyServer = time(server);
    long begun = System.nanoTime();
    List<Long> together = at(asking, hosts, runs, Duration.ZERO);
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("together_ms_per_step %.1f%n", (double) median(together) / STEPS);
    System.out.printf("together_seconds %.1f%n", seconds);
    System.out.printf("steps_per_second %.0f%n", runs * STEPS / seconds);
    System.out.printf("worker_ms_per_step %.2f%n", (ownTime() - busy) / 1e6 / runs / STEPS);
    System.out.printf(
        "server_ms_per_step %.2f%n", (time(server) - busyServer) * 10.0 / runs / STEPS);
    List<Long> working = at(asking, hosts, runs, WORK);
    System.out.printf(
        "working_ms_per_step %.1f%n", (double) median(working) / STEPS);
    for (int i = 0; i < hosts; i++) {
      rest(asking, host(i));
    }
    System.out.println("ready 1");
    while (System.in.read() >= 0) {
      continue;
    }
    System.out.println("chores_put_off " + PUT_OFF.values().stream().mapToInt(i -> i).sum());
    PUT_OFF.forEach((why, times) -> System.out.println("put_off " + times + " times: " + why));
    System.exit(0);
  }

  private static void rest(Connection asking, HostId host) {
    Rest run =
        asking
            .client()
            .newWorkflowStub(
                Rest.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("bench-rest/" + host)
                    .setTaskQueue(QUEUE)
                    .setTypedSearchAttributes(Children.attributes("sync", scope("rest", host)))
                    .build());
    WorkflowClient.start(run::rest);
  }

  private static Scope scope(String node, HostId host) {
    return new Scope(new NodeId(node), host, Language.ENGLISH, false);
  }

  private static HostFacts facts(HostId id) {
    return new HostFacts(
        id,
        id.value(),
        List.of(HostRole.SEAL_WORKER),
        id.value(),
        new Hardware(64, 128, new ByteSize(1L << 40), List.of(), new ByteSize(1L << 44), 60),
        List.of("lotus-worker 1.36.3"),
        Release.number(),
        PlanFormat.CURRENT,
        Optional.empty(),
        id.value(),
        Optional.empty());
  }

  private static HostId host(int number) {
    return new HostId("bench-host-" + number);
  }

  /** As a worker of lotusflow polls. */
  private static void poll(Home home, Target target, HostId host) {
    Connection connection =
        Connection.ofWorker(
            target, Optional.empty(), Optional.of("1@" + host + "#aaaa0000.bbbb0000"));
    WorkflowClient client = connection.client();
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(Catalogue.interceptor())
                .setWorkflowCacheSize(200)
                .setMaxWorkflowThreadCount(400)
                .build());
    WorkerOptions options =
        WorkerOptions.newBuilder()
            .setMaxConcurrentActivityExecutionSize(20)
            .setMaxConcurrentWorkflowTaskExecutionSize(20)
            .setWorkflowTaskPollersBehavior(new PollerBehaviorSimpleMaximum(2))
            .setActivityTaskPollersBehavior(new PollerBehaviorSimpleMaximum(2))
            .setDefaultDeadlockDetectionTimeout(5_000)
            .build();
    // Every worker of lotusflow takes workflows.
    factory
        .newWorker(QUEUE, options)
        .registerWorkflowImplementationTypes(TenStepsImpl.class, RestImpl.class);
    factory
        .newWorker(TaskQueues.WORKFLOWS, options)
        .registerWorkflowImplementationTypes(HostWorkflowImpl.class);
    Worker activities = factory.newWorker(host.taskQueue(), options);
    activities.registerActivitiesImplementations(new Current());
    factory.start();
    new HostBook(client).tell(facts(host));
    chores(new Home(home.folder().resolve(host.value())), host, connection);
  }

  /** What a worker does besides its tasks, as often. */
  private static void chores(Home home, HostId host, Connection connection) {
    AlertDesk desk = new AlertDesk(connection.client());
    Bookkeeping books =
        new Bookkeeping(
            connection.client(),
            host,
            home.receipts(),
            desk,
            ZoneId.systemDefault(),
            Optional.empty());
    HostWatch watch =
        new HostWatch(host, connection, desk, new HostClock(home), books::standInFor);
    ScheduleBook schedules = new ScheduleBook(connection.client());
    ServerHealth health = new ServerHealth(connection.stubs());
    repeat(1, health::serving);
    repeat(5, books::sweep);
    repeat(15, watch::look);
    repeat(30, () -> schedules.of(host));
  }

  private static void repeat(int seconds, Runnable chore) {
    long first = (long) (Math.random() * seconds * 1000);
    CLOCK.scheduleWithFixedDelay(
        () -> {
          try {
            chore.run();
          } catch (RuntimeException e) {
            PUT_OFF.merge(e.getMessage(), 1, Integer::sum);
          }
        },
        first,
        seconds * 1000L,
        TimeUnit.MILLISECONDS);
  }

  /**
   * Milliseconds from the start of each run to its end, as the server has them, without the work itself.
   *
   * @param work of a step, on average: half of it in the first run, one and a half in the last
   */
  private static List<Long> at(Connection asking, int hosts, int runs, Duration work) {
    WorkflowClient client = asking.client();
    List<WorkflowStub> started = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      HostId host = host(hosts < 2 ? 0 : i % hosts);
      Scope scope = scope("bench-" + i, host);
      TenSteps run =
          client.newWorkflowStub(
              TenSteps.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId("bench-many-hosts/" + i + '-' + System.nanoTime())
                  .setTaskQueue(QUEUE)
                  .setTypedSearchAttributes(Children.attributes("sync", scope))
                  .build());
      SyncPlan plan =
          new SyncPlan(scope, NodeApi.local("/nowhere", "/ip4/127.0.0.1/tcp/1/http"), each(work, i, runs));
      WorkflowClient.start(run::run, plan);
      started.add(WorkflowStub.fromTyped(run));
    }
    List<Long> took = new ArrayList<>();
    for (WorkflowStub run : started) {
      run.getResult(Void.class);
      var description = run.describe();
      Duration whole =
          Duration.between(description.getStartTime(), description.getCloseTime());
      Duration worked = each(work, took.size(), runs).multipliedBy(STEPS);
      took.add(whole.minus(worked).toMillis());
    }
    return took;
  }

  private static Duration each(Duration work, int run, int runs) {
    return work.dividedBy(2).plus(work.multipliedBy(run).dividedBy(runs));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** In nanoseconds. */
  private static long ownTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** In hundredths of a second; of those that live. */
  private static long time(List<Long> pids) throws java.io.IOException {
    long sum = 0;
    for (long pid : pids) {
      List<ProcessHandle> tree = new ArrayList<>();
      ProcessHandle.of(pid).ifPresent(tree::add);
      ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).forEach(tree::add);
      for (ProcessHandle process : tree) {
        sum += process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 10;
      }
    }
    return sum;
  }

  private static long rss() throws java.io.IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
