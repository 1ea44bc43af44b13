import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.sector.SectorWatchWorkflow;
import io.lotusflow.sector.WatchLook;
import io.lotusflow.sector.WatchPlan;
import io.lotusflow.temporal.Payloads;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets lotusflow's own worker watch the fake miner, and measures it from outside. Temporal's port,
 * the miner's port, host id, worker's pid, looks, seconds between two, book.
 */
public final class SectorLooks {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Until the code is compiled. */
  private static final int WARM = 10;

  private final WorkflowClient client;
  private final URI miner;
  private final Path worker;
  private final HttpClient http = HttpClient.newHttpClient();

  private SectorLooks(String temporal, String miner, String worker) {
    this.client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:" + temporal)
                    .build()),
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
    this.miner = URI.create("http://127.0.0.1:" + miner + "/rpc/v0");
    this.worker = Path.of("/proc", worker);
  }

  public static void main(String[] args) throws Exception {
    SectorLooks looks = new SectorLooks(args[0], args[1], args[3]);
    looks.measure(args[1], args[2], Integer.parseInt(args[4]), Integer.parseInt(args[5]), args[6]);
    System.exit(0);
  }

  private void measure(String port, String host, int count, int every, String book)
      throws Exception {
    double idle = idlePerSecond();
    long rss = status("VmRSS");
    WorkflowStub run = start(port, host, every);
    await(WARM);
    long cpu = cpu();
    Map<String, Integer> calls = calls();
    long begun = System.nanoTime();
    await(calls.get("SectorsSummary") + count);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double perLook = ((cpu() - cpu) - idle * seconds) / count;
    Map<String, Integer> after = calls();
    long larger = status("VmHWM") - rss;
    run.signal("end");
    run.getResult(Void.class);

    System.out.printf("cpu_ms_per_look %.1f%n", perLook);
    System.out.printf("idle_ms_per_second %.1f%n", idle);
    after.forEach(
        (method, times) -> {
          if (!method.startsWith("Bench")) {
            double per = (times - calls.getOrDefault(method, 0)) / (double) count;
            System.out.printf("calls %s %.1f%n", method, per);
          }
        });
    System.out.printf("rss_kib %d%n", larger);
    System.out.printf("book_bytes %d%n", Files.size(Path.of(book)));
    tellOfHistory(run.getExecution());
  }

  private WorkflowStub start(String port, String host, int every) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "SectorWatch",
            WorkflowOptions.newBuilder()
                .setWorkflowId("sector-watch/bench")
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    Scope scope = new Scope(new NodeId("bench"), new HostId(host), Language.ENGLISH, false);
    NodeApi api = NodeApi.local("/nowhere", "/ip4/127.0.0.1/tcp/" + port + "/http");
    run.start(new WatchPlan(scope, api, api, Duration.ofSeconds(every)));
    return run;
  }

  /** The worker asks Temporal for work all the time, with or without a watch. */
  private double idlePerSecond() throws Exception {
    long before = cpu();
    Thread.sleep(10_000);
    return (cpu() - before) / 10.0;
  }

  private void await(int looks) throws Exception {
    while (calls().getOrDefault("SectorsSummary", 0) < looks) {
      Thread.sleep(100);
    }
  }

  private void tellOfHistory(WorkflowExecution run) throws Exception {
    Map<String, Integer> lookOfChange = counts("Bench.LookOfChange");
    List<Integer> delays = new ArrayList<>();
    List<HistoryEvent> events =
        client.fetchHistory(run.getWorkflowId(), run.getRunId()).getEvents();
    int looks = 0;
    int memo = 0;
    int bytes = 0;
    for (HistoryEvent event : events) {
      bytes += event.getSerializedSize();
      memo = Math.max(memo, memoSize(event));
      if (event.hasActivityTaskCompletedEventAttributes()) {
        looks++;
        Payload result = event.getActivityTaskCompletedEventAttributes().getResult().getPayloads(0);
        WatchLook look =
            Payloads.converter().fromPayload(result, WatchLook.class, WatchLook.class);
        int mine = looks;
        look.changes().stream()
            .filter(change -> lookOfChange.containsKey(change.number() + change.to()))
            .forEach(
                change ->
                    delays.add(mine - lookOfChange.get(change.number() + change.to())));
      }
    }
    System.out.printf("looks %d%n", looks);
    System.out.printf("events_per_look %.1f%n", events.size() / (double) looks);
    System.out.printf("history_bytes_per_look %d%n", bytes / looks);
    System.out.printf("memo_bytes %d%n", memo);
    System.out.printf(
        "delay_looks %d of %d changes%n",
        delays.stream().mapToInt(Integer::intValue).max().orElse(-1), delays.size());
  }

  private static int memoSize(HistoryEvent event) {
    Payload memo =
        event
            .getWorkflowPropertiesModifiedEventAttributes()
            .getUpsertedMemo()
            .getFieldsMap()
            .get(SectorWatchWorkflow.MEMO);
    return memo == null ? 0 : memo.getSerializedSize();
  }

  private Map<String, Integer> calls() throws Exception {
    return counts("Bench.Calls");
  }

  private Map<String, Integer> counts(String method) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    ask(method).properties().forEach(one -> counts.put(one.getKey(), one.getValue().asInt()));
    return counts;
  }

  private JsonNode ask(String method) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(miner)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"method\":\"Filecoin." + method + "\",\"params\":[]}"))
            .build();
    HttpResponse<String> answer =
        http.send(request, HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body()).path("result");
  }

  /** Milliseconds of the worker so far; a tick is ten. */
  private long cpu() throws Exception {
    String[] fields = Files.readString(worker.resolve("stat")).replaceFirst(".*\\) ", "").split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
  }

  /** KiB. */
  private long status(String key) throws Exception {
    return Files.readAllLines(worker.resolve("status")).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
