import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other way: a workflow for each sector, which looks at its own. Says what one look at all of
 * them costs a worker that does nothing else: CPU milliseconds, MiB that it is larger by, seconds.
 * Temporal's port, the miner's port, number of sectors, looks.
 */
public final class SectorEach {
  private static final String QUEUE = "bench-sector-each";
  private static final AtomicInteger LOOKS = new AtomicInteger();
  private static MinerApi miner;

  @WorkflowInterface
  public interface Follow {
    @WorkflowMethod
    void follow(long sector, int looks);
  }

  @ActivityInterface
  public interface Looking {
    String state(long sector);
  }

  /** Sleeps a second where it would be a minute: the timer is the same work. */
  public static final class FollowImpl implements Follow {
    private final Looking looking =
        Workflow.newActivityStub(
            Looking.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(5)).build());

    @Override
    public void follow(long sector, int looks) {
      for (int i = 0; i < looks; i++) {
        looking.state(sector);
        Workflow.sleep(Duration.ofSeconds(1));
      }
    }
  }

  public static final class LookingImpl implements Looking {
    @Override
    public String state(long sector) {
      String state = miner.sector(sector).orElseThrow().state();
      LOOKS.incrementAndGet();
      return state;
    }
  }

  private SectorEach() {}

  public static void main(String[] args) throws Exception {
    int sectors = Integer.parseInt(args[2]);
    int looks = Integer.parseInt(args[3]);
    miner = MinerApi.at(NodeApi.local("/nowhere", "/ip4/127.0.0.1/tcp/" + args[1] + "/http"));
    WorkflowClient client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + args[0]).build()));
    WorkerFactory factory = WorkerFactory.newInstance(client);
    Worker worker = factory.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(FollowImpl.class);
    worker.registerActivitiesImplementations(new LookingImpl());
    factory.start();
    follow(client, 0, 50, looks); // until the code is compiled
    long cpu = cpu();
    long rss = rss();
    long begun = System.nanoTime();
    follow(client, 50, sectors, looks);
    System.out.printf(
        "%.0f %.0f %.1f%n",
        (cpu() - cpu) / 1e6 / looks,
        (rss() - rss) / 1024.0,
        (System.nanoTime() - begun) / 1e9 / looks);
    System.exit(0);
  }

  private static void follow(WorkflowClient client, int first, int sectors, int looks)
      throws InterruptedException {
    int target = LOOKS.get() + sectors * looks;
    for (int i = first; i < first + sectors; i++) {
      Follow follow =
          client.newWorkflowStub(
              Follow.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId("bench-sector-each/" + i)
                  .setTaskQueue(QUEUE)
                  .build());
      WorkflowClient.start(follow::follow, (long) i, looks);
    }
    while (LOOKS.get() < target) {
      Thread.sleep(100);
    }
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static long rss() throws java.io.IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
