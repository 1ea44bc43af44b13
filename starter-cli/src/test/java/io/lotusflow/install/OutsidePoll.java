package io.lotusflow.install;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Asks a node for its head all the time, as its clients do, and keeps how long it was silent. */
final class OutsidePoll implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(50);
  private static final String QUESTION =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.%s\",\"params\":[]}";

  private final String expected;
  private final HttpRequest question;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private final List<Duration> silences = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  /** Of a daemon, which is asked for its head. */
  OutsidePoll(URI api) {
    this(api, "ChainHead", "\"Height\"");
  }

  /**
   * @param expected in each answer
   */
  OutsidePoll(URI api, String method, String expected) {
    this.expected = expected;
    question =
        HttpRequest.newBuilder(api)
            .timeout(Duration.ofSeconds(2))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(QUESTION.formatted(method)))
            .build();
    Thread thread = new Thread(this::poll, "outside-poll");
    thread.setDaemon(true);
    thread.start();
  }

  /** Of a miner, which is asked for its version. */
  static OutsidePoll ofMiner(Path rehearsal) throws IOException {
    URI api = new LivingNode(rehearsal.resolve("miner")).apiV0();
    return new OutsidePoll(api, "Version", "APIVersion");
  }

  /** All that are over, together. */
  Duration silent() {
    return silences.stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** Those that are over, in order. */
  List<Duration> silences() {
    return List.copyOf(silences);
  }

  private void poll() {
    long lastAnswer = System.nanoTime();
    boolean silent = false;
    while (!over) {
      boolean answers = answers();
      long now = System.nanoTime();
      if (answers && silent) {
        silences.add(Duration.ofNanos(now - lastAnswer));
      }
      silent = !answers;
      lastAnswer = answers ? now : lastAnswer;
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private boolean answers() {
    try {
      HttpResponse<String> answer = client.send(question, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains(expected);
    } catch (IOException silent) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over = true;
      return false;
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
