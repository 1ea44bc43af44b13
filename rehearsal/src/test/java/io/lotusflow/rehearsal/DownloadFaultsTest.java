package io.lotusflow.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.rehearsal.suite.build.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DownloadFaultsTest {
  @RegisterExtension static final RehearsalExtension REHEARSAL = new RehearsalExtension();

  private final HttpClient http = HttpClient.newHttpClient();
  private URI snapshot = URI.create("");
  private byte[] whole = {};

  @BeforeEach
  void fetchesTheSnapshot() throws Exception {
    snapshot = located("/snapshots/latest");
    whole = get(snapshot).body();
  }

  @AfterEach
  void clearsFaults() {
    REHEARSAL.rehearsal().faults().clearAll();
  }

  private URI located(String latest) throws Exception {
    HttpResponse<byte[]> answer = get(URI.create(REHEARSAL.site().uri() + latest));
    assertThat(answer.statusCode()).as(latest).isEqualTo(302);
    return REHEARSAL.site().uri().resolve(answer.headers().firstValue("Location").orElseThrow());
  }

  private HttpResponse<byte[]> get(URI uri, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void order(Fault fault, String parameter) {
    REHEARSAL.rehearsal().faults().set(fault, parameter);
  }

  private URI mirror(String name) {
    return REHEARSAL.site().uri().resolve("/mirror/" + name + snapshot.getPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-zst", "-v2", "-v2-zst", "-900", "-900-zst"})
  void leadsToEachKindOfSnapshotAndToItsSum(String kind) throws Exception {
    URI file = located("/snapshots/latest" + kind);
    assertThat(file.getPath()).endsWith(kind.endsWith("zst") ? ".car.zst" : ".car");
    assertThat(located("/snapshots/latest" + kind + ".sha256sum"))
        .isEqualTo(URI.create(file + ".sha256sum"));
    assertThat(new String(get(URI.create(file + ".sha256sum")).body(), UTF_8))
        .endsWith(file.getPath().replaceFirst(".*/", "  ") + "\n");
    assertThat(get(file).body().length).isPositive();
  }

  @Test
  void hasMirrorsThatFailApart() throws Exception {
    assertThat(located("/mirror/a/snapshots/latest").getPath())
        .isEqualTo("/mirror/a" + snapshot.getPath());
    order(Fault.DOWNLOAD_503, "9 7 /mirror/b/ /mirror/c/");
    assertThat(get(mirror("a")).body()).isEqualTo(whole);
    assertThat(get(mirror("b")).headers().firstValue("Retry-After")).hasValue("7");
    assertThat(get(mirror("c")).statusCode()).isEqualTo(503);
    order(Fault.DOWNLOAD_429, "1 3 /mirror/a/");
    assertThat(get(mirror("a")).statusCode()).isEqualTo(429);
    assertThat(get(mirror("a")).statusCode()).isEqualTo(200);
  }

  @Test
  void limitsTheSpeedOfAMirrorWhoseNameIsANumber() throws Exception {
    Instant begin = Instant.now();
    get(mirror(Integer.toString(whole.length)));
    assertThat(Duration.between(begin, Instant.now()))
        .isBetween(Duration.ofMillis(800), Duration.ofSeconds(4));
  }

  @Test
  void ignoresRanges() throws Exception {
    order(Fault.DOWNLOAD_NO_RANGE, "");
    HttpResponse<byte[]> answer = get(snapshot, "Range", "bytes=1000-");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Accept-Ranges")).isEmpty();
    assertThat(answer.body()).isEqualTo(whole);
  }

  @Test
  void tellsAWrongLength() throws Exception {
    order(Fault.DOWNLOAD_WRONG_LENGTH, "500");
    HttpResponse<byte[]> part = get(snapshot, "Range", "bytes=0-9");
    assertThat(part.headers().firstValue("Content-Range"))
        .hasValue("bytes 0-9/" + (whole.length + 500));
    assertThatThrownBy(() -> get(snapshot)).isInstanceOf(IOException.class);
  }

  @Test
  void changesItsTagWithEachAnswer() throws Exception {
    order(Fault.DOWNLOAD_ETAG_CHANGES, "");
    String tag = get(snapshot).headers().firstValue("ETag").orElseThrow();
    assertThat(get(snapshot, "Range", "bytes=9-", "If-Range", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void fallsSilentUntilTheFaultIsCleared() throws Exception {
    order(Fault.DOWNLOAD_STALL, "1000");
    HttpRequest request = HttpRequest.newBuilder(snapshot).build();
    CompletableFuture<HttpResponse<byte[]>> silent =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThatThrownBy(() -> silent.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    REHEARSAL.rehearsal().faults().clearAll();
    assertThat(silent.get(10, TimeUnit.SECONDS).body()).isEqualTo(whole);
  }

  @Test
  void dies() throws Exception {
    order(Fault.DOWNLOAD_DIES, "99%");
    assertThat(get(snapshot, "Range", "bytes=0-1023").body()).hasSize(1024);
    assertThatThrownBy(() -> get(snapshot)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(snapshot, "Range", "bytes=-10")).isInstanceOf(IOException.class);
  }

  @Test
  void flipsAByteWhereItIsTold() throws Exception {
    order(Fault.DOWNLOAD_CORRUPT, "12345");
    assertThat(Arrays.mismatch(get(snapshot).body(), whole)).isEqualTo(12345);
    assertThat(Arrays.mismatch(get(snapshot, "Range", "bytes=12000-").body(), rest(12000)))
        .isEqualTo(345);
  }

  private byte[] rest(int from) {
    return Arrays.copyOfRange(whole, from, whole.length);
  }

  @Test
  void offersACutFileAsIfItWereWhole() throws Exception {
    order(Fault.DOWNLOAD_SHORT, "50%");
    assertThat(get(snapshot).body()).isEqualTo(Arrays.copyOf(whole, whole.length / 2));
    order(Fault.DOWNLOAD_SHORT, "50% boundary");
    byte[] cut = get(snapshot).body();
    assertThat(cut.length).isBetween(whole.length / 2 - 70_000, whole.length / 2);
    assertThat(cut).isEqualTo(Arrays.copyOf(whole, cut.length));
  }

  @Test
  void sendsAPageForAFile() throws Exception {
    order(Fault.DOWNLOAD_HTML, "");
    HttpResponse<byte[]> answer = get(snapshot);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(new String(answer.body(), UTF_8)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void publishesAnotherSum() throws Exception {
    URI sum = URI.create(snapshot + ".sha256sum");
    String right = new String(get(sum).body(), UTF_8);
    order(Fault.CHECKSUM_WRONG, "");
    assertThat(new String(get(sum).body(), UTF_8)).isNotEqualTo(right).hasSameSizeAs(right);
  }

  @Test
  void growsTheChainOnRequest() throws Exception {
    REHEARSAL.rehearsal().grow(5_000_000);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(get(located("/snapshots/latest")).body().length)
                    .isGreaterThan(whole.length + 5_000_000));
    assertThatThrownBy(() -> REHEARSAL.rehearsal().setSectors("", 3, 2))
        .isInstanceOf(RehearsalFailure.class)
        .hasMessageContaining("no miner on this network yet");
  }
}
