import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A miner's JSON-RPC with many proven sectors, and some that all go to their next state at every
 * beat; one that is proven is followed by a new one. Counts what it is asked, and knows before which
 * look each sector came to each state. Port, sectors, of them changing, milliseconds of a beat.
 */
public final class FakeMiner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WAY =
      List.of(
          "Packing", "GetTicket", "PreCommit1", "PreCommit2", "SubmitPreCommitBatch",
          "PreCommitBatchWait", "WaitSeed", "Committing", "SubmitCommitAggregate",
          "CommitAggregateWait", "FinalizeSector", "Proving");
  private static final List<String> COMPUTED =
      List.of("Packing", "GetTicket", "PreCommit1", "PreCommit2", "Committing", "FinalizeSector");

  private final Map<Long, String> states = new TreeMap<>();
  private final Map<String, Integer> lookOfChange = new HashMap<>();
  private final Map<String, Integer> calls = new TreeMap<>();
  private final String log = log();
  private int looks;

  public static void main(String[] args) throws IOException {
    FakeMiner miner = new FakeMiner();
    miner.fill(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/", miner::answer);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
    long beat = Long.parseLong(args[3]);
    Executors.newSingleThreadScheduledExecutor()
        .scheduleAtFixedRate(miner::beat, beat, beat, TimeUnit.MILLISECONDS);
  }

  private void fill(int sectors, int changing) {
    for (long number = 0; number < sectors; number++) {
      boolean proven = number >= changing;
      states.put(number, proven ? "Proving" : WAY.get((int) (number % (WAY.size() - 1))));
    }
  }

  private synchronized void beat() {
    Map<Long, String> now = new TreeMap<>(states);
    now.forEach(
        (number, state) -> {
          if (!state.equals("Proving")) {
            move(number, WAY.get(WAY.indexOf(state) + 1));
          }
        });
  }

  private void move(long number, String state) {
    states.put(number, state);
    lookOfChange.put(number + state, looks);
    if (state.equals("Proving")) {
      move(states.size(), "Packing");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String method = request.path("method").asText().replace("Filecoin.", "");
      ObjectNode reply = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
      reply.set("result", result(method, request.path("params")));
      byte[] body = JSON.writeValueAsBytes(reply);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized JsonNode result(String method, JsonNode params) {
    calls.merge(method, 1, Integer::sum);
    return switch (method) {
      case "SectorsSummary" -> summary();
      case "SectorsListInStates" -> in(params.path(0));
      case "SectorsStatus" -> status(params.path(0).asLong());
      case "WorkerJobs" -> jobs();
      case "Bench.Calls" -> JSON.valueToTree(calls);
      case "Bench.LookOfChange" -> JSON.valueToTree(lookOfChange);
      default -> JSON.nullNode();
    };
  }

  private JsonNode summary() {
    looks++;
    Map<String, Integer> summary = new TreeMap<>();
    states.values().forEach(state -> summary.merge(state, 1, Integer::sum));
    return JSON.valueToTree(summary);
  }

  private JsonNode in(JsonNode asked) {
    ArrayNode found = JSON.createArrayNode();
    List<String> wanted = List.of(JSON.convertValue(asked, String[].class));
    states.forEach(
        (number, state) -> {
          if (wanted.contains(state)) {
            found.add(number);
          }
        });
    return found;
  }

  private JsonNode status(long number) {
    ObjectNode status = JSON.createObjectNode().put("SectorID", number);
    status.put("State", states.get(number)).put("LastErr", "");
    status.putRawValue("Log", new RawValue(log));
    return status;
  }

  /** As long as that of a sector that was sealed without trouble. */
  private static String log() {
    StringBuilder log = new StringBuilder("[");
    for (int i = 0; i < 12; i++) {
      log.append(i == 0 ? "" : ",")
          .append("{\"Kind\":\"event;sealing.SectorPreCommit1\",\"Timestamp\":1795398247,")
          .append("\"Trace\":\"\",\"Message\":\"")
          .append("x".repeat(250))
          .append("\"}");
    }
    return log.append(']').toString();
  }

  private JsonNode jobs() {
    ObjectNode byWorker = JSON.createObjectNode();
    ArrayNode jobs = byWorker.putArray("fe7808de-52b2-4dde-bfdb-fe7d71f41a1e");
    states.forEach(
        (number, state) -> {
          if (COMPUTED.contains(state)) {
            ObjectNode job = jobs.addObject().put("Task", "seal/v0/precommit/1").put("RunWait", 0);
            job.put("Start", "2026-01-01T00:00:00Z").putObject("Sector").put("Number", number);
          }
        });
    return byWorker;
  }
}
