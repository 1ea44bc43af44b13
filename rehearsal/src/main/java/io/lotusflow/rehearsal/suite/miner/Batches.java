package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.chain.SectorMethods;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sectors that wait to be sent together: promises, or proofs. They wait a second, unless the
 * configuration says how long, as a rehearsal has no day to wait.
 */
final class Batches {
  private static final long WAIT_MILLIS = 1_000;
  private static final long ILLEGAL_ARGUMENT = 16;
  private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

  private final Repo repo;
  private final FullNode node;
  private final String miner;
  private final Kind kind;
  private final Map<Long, Long> queue = new TreeMap<>();
  private final Map<Long, Sent> sent = new TreeMap<>();
  private boolean flush;

  /** What is sent. */
  enum Kind {
    PRE_COMMIT("PreCommitBatchWait", SectorMethods.PRE_COMMIT, SectorMethods.DEPOSIT),
    COMMIT(
        "CommitBatchWait",
        SectorMethods.PROVE_COMMIT,
        SectorMethods.PLEDGE.subtract(SectorMethods.DEPOSIT));

    private final String waitKey;
    private final long method;
    private final BigInteger value;

    Kind(String waitKey, long method, BigInteger value) {
      this.waitKey = waitKey;
      this.method = method;
      this.value = value;
    }
  }

  /** What became of a sector of a batch: a message, or an error. */
  record Sent(String message, String error) {}

  Batches(Repo repo, FullNode node, String miner, Kind kind) {
    this.repo = repo;
    this.node = node;
    this.miner = miner;
    this.kind = kind;
  }

  /** Queues the sector, and says what became of it once it was sent. */
  synchronized Optional<Sent> send(long number) {
    Sent done = sent.remove(number);
    if (done != null) {
      return Optional.of(done);
    }
    queue.putIfAbsent(number, System.currentTimeMillis());
    return Optional.empty();
  }

  synchronized List<Object> pending() {
    return new ArrayList<>(queue.keySet());
  }

  /** Sends what waits in the next round; returns the answer of {@code Sector…Flush}. */
  synchronized List<Object> flush() {
    if (queue.isEmpty()) {
      return List.of();
    }
    List<Long> numbers = new ArrayList<>(queue.keySet());
    flush = true;
    work();
    Sent batch = sent.get(numbers.get(0));
    return List.of(
        Json.object(
            "Sectors",
            new ArrayList<Object>(numbers),
            "FailedSectors",
            null,
            "Msg",
            batch.message().isEmpty() ? null : Json.object("/", batch.message()),
            "Error",
            batch.error()));
  }

  /** A daemon that is away is waited for. */
  synchronized void work() {
    long due = System.currentTimeMillis() - waitMillis();
    if (queue.isEmpty() || (!flush && queue.values().stream().noneMatch(since -> since <= due))) {
      return;
    }
    List<Long> numbers = new ArrayList<>(queue.keySet());
    Sent result;
    try {
      result = new Sent(push(numbers).toString(), "");
    } catch (RpcException e) {
      result = new Sent("", String.valueOf(e.getMessage()));
    } catch (CliException away) {
      return;
    }
    for (long number : numbers) {
      sent.put(number, result);
    }
    queue.clear();
    flush = false;
  }

  private Cid push(List<Long> numbers) throws RpcException {
    Map<String, Object> info = node.object("StateMinerInfo", miner, null);
    BigInteger value = kind.value.multiply(BigInteger.valueOf(numbers.size()));
    byte[] params =
        Fault.SECTOR_MESSAGE_FAIL.countDown()
            ? SectorMethods.doomedParams(numbers, ILLEGAL_ARGUMENT)
            : SectorMethods.params(numbers);
    return node.push(Json.asText(info.get("Worker")), miner, value, kind.method, params);
  }

  private long waitMillis() {
    if (!repo.config().sets("Sealing", kind.waitKey)) {
      return WAIT_MILLIS;
    }
    Matcher parts = DURATION.matcher(repo.config().text("Sealing", kind.waitKey).orElse(""));
    return parts.matches()
        ? 1000 * (3600 * part(parts, 1) + 60 * part(parts, 2) + part(parts, 3))
        : WAIT_MILLIS;
  }

  private static long part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }
}
