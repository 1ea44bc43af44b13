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
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DownloadTest {
  @RegisterExtension static final RehearsalExtension REHEARSAL = new RehearsalExtension();

  private final HttpClient http = HttpClient.newHttpClient();
  private URI snapshot = URI.create("");

  @BeforeEach
  void findsTheNewestSnapshot() throws Exception {
    HttpResponse<byte[]> latest = get(REHEARSAL.site().snapshot());
    assertThat(latest.statusCode()).isEqualTo(302);
    snapshot =
        REHEARSAL.site().uri().resolve(latest.headers().firstValue("Location").orElseThrow());
  }

  @AfterEach
  void clearsFaults() {
    REHEARSAL.rehearsal().faults().clearAll();
  }

  @Test
  void namesTheSnapshotByItsHeightAndPublishesItsDigest() throws Exception {
    assertThat(snapshot.getPath()).matches("/snapshots/rehearsal_snapshot_\\d+\\.car");
    String name = snapshot.getPath().replaceFirst(".*/", "");
    byte[] file = get(snapshot).body();
    assertThat(new String(get(URI.create(snapshot + ".sha256sum")).body(), UTF_8))
        .isEqualTo(sha256(file) + "  " + name + "\n");
  }

  @Test
  void keepsTheSnapshotWhileItIsFresh() throws Exception {
    String again = get(REHEARSAL.site().snapshot()).headers().firstValue("Location").orElseThrow();
    assertThat(again).isEqualTo(snapshot.getPath());
  }

  @Test
  void tellsLengthAndTagWithoutABody() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(snapshot)
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<byte[]> answer = http.send(head, HttpResponse.BodyHandlers.ofByteArray());
    byte[] whole = get(snapshot).body();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(whole.length);
    assertThat(answer.headers().firstValue("Accept-Ranges")).hasValue("bytes");
    assertThat(answer.headers().firstValue("ETag"))
        .hasValueSatisfying(tag -> assertThat(tag).matches("\"[0-9a-f]{32}\""));
  }

  @Test
  void sendsTheRestOfAFile() throws Exception {
    byte[] whole = get(snapshot).body();
    HttpResponse<byte[]> rest = get(snapshot, "Range", "bytes=1000-");
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.headers().firstValue("Content-Range"))
        .hasValue("bytes 1000-" + (whole.length - 1) + "/" + whole.length);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole, 1000, whole.length));
    assertThat(get(snapshot, "Range", "bytes=10-19").body())
        .isEqualTo(Arrays.copyOfRange(whole, 10, 20));
    assertThat(get(snapshot, "Range", "bytes=-5").body())
        .isEqualTo(Arrays.copyOfRange(whole, whole.length - 5, whole.length));
  }

  @Test
  void sendsTheWholeFileToWhoResumesAnotherOne() throws Exception {
    String tag = get(snapshot).headers().firstValue("ETag").orElseThrow();
    assertThat(get(snapshot, "Range", "bytes=10-", "If-Range", tag).statusCode()).isEqualTo(206);
    assertThat(get(snapshot, "Range", "bytes=10-", "If-Range", "\"another\"").statusCode())
        .isEqualTo(200);
    assertThat(get(snapshot, "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void refusesARangeBehindTheEnd() throws Exception {
    int length = get(snapshot).body().length;
    HttpResponse<byte[]> answer = get(snapshot, "Range", "bytes=" + length + "-");
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */" + length);
  }

  @Test
  void knowsNothingElse() throws Exception {
    assertThat(get(uri("/snapshots/rehearsal_snapshot_1.car")).statusCode()).isEqualTo(404);
    assertThat(get(uri("/snapshots/../site.log")).statusCode()).isEqualTo(404);
    assertThat(get(uri("/elsewhere.git/info/refs?service=git-upload-pack")).statusCode())
        .isEqualTo(404);
    assertThat(get(uri("/lotus.git/info/refs?service=git-receive-pack")).statusCode())
        .isEqualTo(403);
    assertThat(get(uri("/ipfs/bafkreinothing")).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesAsOftenAsTold() throws Exception {
    REHEARSAL.rehearsal().faults().set(Fault.DOWNLOAD_503, "2");
    HttpResponse<byte[]> refused = get(snapshot);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(get(snapshot).statusCode()).isEqualTo(503);
    assertThat(get(snapshot).statusCode()).isEqualTo(200);
    assertThat(REHEARSAL.rehearsal().faults().list()).isEmpty();
  }

  @Test
  void cutsTheConnectionAfterSoManyBytes() throws Exception {
    REHEARSAL.rehearsal().faults().set(Fault.DOWNLOAD_CUT, "1000 1 /snapshots/");
    assertThat(get(uri("/rustup/rustup-init")).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> get(snapshot)).isInstanceOf(IOException.class);
    assertThat(get(snapshot).statusCode()).isEqualTo(200);
  }

  @Test
  void changesOneByte() throws Exception {
    byte[] whole = get(snapshot).body();
    REHEARSAL.rehearsal().faults().set(Fault.DOWNLOAD_CORRUPT, "");
    byte[] corrupt = get(snapshot).body();
    assertThat(corrupt).hasSameSizeAs(whole);
    assertThat(Arrays.mismatch(corrupt, whole)).isEqualTo(whole.length / 2);
    corrupt[whole.length / 2] ^= 1;
    assertThat(corrupt).isEqualTo(whole);
    REHEARSAL.rehearsal().faults().clearAll();
    assertThat(get(snapshot).body()).isEqualTo(whole);
  }

  @Test
  void corruptsGoAlone() throws Exception {
    URI go = uri("/go/go1.25.7.linux-amd64.tar.gz");
    String published = new String(get(URI.create(go + ".sha256")).body(), UTF_8);
    assertThat(sha256(get(go).body())).isEqualTo(published);
    String digest = sha256(get(snapshot).body());
    REHEARSAL.rehearsal().faults().set(Fault.GO_DOWNLOAD_CORRUPT, "");
    assertThat(sha256(get(go).body())).isNotEqualTo(published);
    assertThat(sha256(get(snapshot).body())).isEqualTo(digest);
  }

  @Test
  void sendsSlowlyUntilTheFaultIsCleared() throws Exception {
    int length = get(snapshot).body().length;
    REHEARSAL.rehearsal().faults().set(Fault.DOWNLOAD_SLOW, Integer.toString(2 * length));
    Instant begin = Instant.now();
    get(snapshot);
    assertThat(Duration.between(begin, Instant.now()))
        .isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
  }

  @Test
  void movesTheNewestSnapshotWithEveryBlock() throws Exception {
    REHEARSAL.rehearsal().faults().set(Fault.SNAPSHOT_CHANGES, "");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(get(REHEARSAL.site().snapshot()).headers().firstValue("Location"))
                    .isPresent()
                    .isNotEqualTo(Optional.of(snapshot.getPath())));
    assertThat(get(snapshot).statusCode()).as("the one before is kept").isEqualTo(200);
  }

  @Test
  void givesNothingWhenTheFaucetIsDry() {
    REHEARSAL.rehearsal().faults().set(Fault.FAUCET_DRY, "");
    assertThatThrownBy(() -> REHEARSAL.rehearsal().fund("t1abc", "1"))
        .isInstanceOf(RehearsalFailure.class)
        .hasMessageContaining("dry");
  }

  @Test
  void givesToWhoAsksByForm() throws Exception {
    HttpRequest form =
        HttpRequest.newBuilder(REHEARSAL.site().faucet())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "address=t1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba"))
            .build();
    HttpResponse<String> answer = http.send(form, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).startsWith("sent 1000000000000000000000 attoFIL to t1d2");
  }

  @Test
  void givesNoNonsense() {
    assertThatThrownBy(() -> REHEARSAL.rehearsal().fund("t1abc", "-1"))
        .isInstanceOf(RehearsalFailure.class);
    assertThatThrownBy(() -> REHEARSAL.rehearsal().fund("t1abc", "much"))
        .isInstanceOf(RehearsalFailure.class);
    assertThatThrownBy(() -> REHEARSAL.rehearsal().fund("", "1"))
        .isInstanceOf(RehearsalFailure.class);
  }

  private HttpResponse<byte[]> get(URI uri, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static URI uri(String path) {
    return URI.create(REHEARSAL.site().uri() + path);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
