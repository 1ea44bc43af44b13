package io.lotusflow.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.network.NetworkAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over real HTTP with servers that misbehave. */
class DownloadTest {
  private static final String FILE = "/snapshots/a.car";
  private static final int RANGE = 64 << 10;
  private static final NetworkAccess DIRECT =
      new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");
  private static final Patience PATIENCE =
      new Patience(Duration.ofMillis(1200), 1024, 3, Duration.ofMillis(20), Duration.ofSeconds(2));

  private final FaultyServer server = new FaultyServer();
  private final FaultyServer other = new FaultyServer();
  private final byte[] content = new byte[40 * RANGE - 100];
  @TempDir Path folder;

  @BeforeEach
  void begin() {
    new Random(1).nextBytes(content);
    server.file(FILE, content);
    other.file(FILE, content);
  }

  @AfterEach
  void end() {
    server.close();
    other.close();
  }

  private static Http http() {
    return new Http(DIRECT, PATIENCE.silence());
  }

  private List<Offer> offers(FaultyServer... servers) throws IOException {
    List<URI> urls = List.of(servers).stream().map(one -> URI.create(one.url(FILE))).toList();
    return new Mirroring(http(), urls, "").sameFile();
  }

  private Path part() {
    return folder.resolve("a.car.part");
  }

  private Path ranges() {
    return folder.resolve("a.car.ranges");
  }

  private Download download(List<Offer> offers, Consumer<Progress> pulse) {
    return new Download(part(), ranges(), offers, http(), PATIENCE, new Limits(4, 0, RANGE), pulse);
  }

  private byte[] fetch(List<Offer> offers) throws IOException {
    return download(offers, progress -> {}).run(InputStream::readAllBytes, bytes -> List.of());
  }

  private void isContent(byte[] read) {
    assertThat(Arrays.mismatch(read, content)).as("first byte that differs").isEqualTo(-1);
  }

  private void dieAfter(List<Offer> offers, long bytes) {
    Download dying =
        download(
            offers,
            progress -> {
              if (progress.arrived() > bytes) {
                throw new IllegalArgumentException("worker gone");
              }
            });
    assertThatThrownBy(() -> dying.run(InputStream::readAllBytes, read -> List.of()))
        .hasMessage("worker gone");
  }

  @Test
  void bringsRangesOverSeveralConnectionsAndReadsThemInOrder() throws IOException {
    isContent(fetch(offers(server)));
    assertThat(part()).hasBinaryContent(content);
    assertThat(server.gets(FILE)).hasSize(40);
  }

  @Test
  void fetchesNoFinishedRangeAgain() throws IOException {
    server.bytesPerSecond = 400_000;
    List<Offer> offers = offers(server);
    dieAfter(offers, content.length / 2);
    long first = server.sent.get();
    server.bytesPerSecond = 0;
    isContent(fetch(offers));
    assertThat(first).isLessThan(content.length);
    assertThat(server.sent.get()).isLessThan(content.length + 4L * (RANGE + (256 << 10)));
  }

  @Test
  void trustsAfterAPowerCutOnlyWhatTheDiskHas() throws IOException {
    List<Offer> offers = offers(server);
    fetch(offers);
    Files.writeString(ranges(), "safe 0\nhere 1 another-boot\nsafe 2\nlost 2\nsafe 3\nsafe 1");
    server.requests.clear();
    isContent(fetch(offers));
    assertThat(server.gets(FILE))
        .hasSize(38)
        .noneMatch(request -> request.endsWith("bytes=0-65535"))
        .noneMatch(request -> request.endsWith("bytes=196608-262143"));
  }

  @Test
  void startsOverWhenThePartIsGone() throws IOException {
    List<Offer> offers = offers(server);
    fetch(offers);
    Files.delete(part());
    isContent(fetch(offers));
    assertThat(server.gets(FILE)).hasSize(80);
  }

  @Test
  void combinesServersThatHaveTheSameFile() throws IOException {
    server.bytesPerSecond = 2_000_000;
    other.bytesPerSecond = 2_000_000;
    isContent(fetch(offers(server, other)));
    assertThat(server.gets(FILE)).isNotEmpty();
    assertThat(other.gets(FILE)).isNotEmpty();
  }

  @Test
  void neverMixesFilesThatMayDiffer() throws IOException {
    byte[] similar = content.clone();
    similar[content.length - 1] ^= 1;
    other.file(FILE, similar);
    Mirroring found =
        new Mirroring(
            http(), List.of(URI.create(server.url(FILE)), URI.create(other.url(FILE))), "");
    assertThat(found.sameFile()).extracting(Offer::url).containsOnly(URI.create(server.url(FILE)));
    assertThat(found.leftOut()).singleElement().asString().contains("not the same file");
    server.etags = false;
    other.file(FILE, content).etags = false;
    assertThat(offers(server, other)).as("the same length is no proof").hasSize(1);
    String sum = "0".repeat(64);
    server.text(FILE + ".sha256sum", sum + "  a.car\n");
    other.text("/snapshots/a.sha256sum", sum + " *a.car\n");
    assertThat(offers(server, other)).hasSize(2);
  }

  @Test
  void doesWithoutAServerThatIsGone() throws IOException {
    List<URI> urls = List.of(URI.create("http://127.0.0.1:1/a"), URI.create(server.url(FILE)));
    assertThat(new Mirroring(http(), urls, "").sameFile()).hasSize(1);
    assertThatThrownBy(() -> new Mirroring(http(), urls.subList(0, 1), ""))
        .isInstanceOf(IOException.class);
  }

  @Test
  void goesOnElsewhereWhenAServerDiesNearTheEnd() throws IOException {
    List<Offer> offers = List.of(offers(server).get(0), unasked(other));
    other.bytesPerSecond = 20_000;
    server.lives = content.length / 100L * 99;
    Download download =
        download(
            offers,
            progress -> {
              if (server.sent.get() >= server.lives) {
                other.bytesPerSecond = 0;
              }
            });
    isContent(download.run(InputStream::readAllBytes, bytes -> List.of()));
    assertThat(other.sent.get()).isBetween(1L, content.length / 2L);
  }

  /** It gets work only where nobody else can do it. */
  private Offer unasked(FaultyServer one) throws IOException {
    Offer offer = offers(one).get(0);
    return new Offer(offer.url(), offer.bytes(), offer.etag(), "", true, 1);
  }

  @Test
  void saysWhyWhenTheOnlyServerDiesNearTheEndAndKeepsWhatCame() throws IOException {
    List<Offer> offers = offers(server);
    server.lives = content.length / 100L * 99;
    assertThatThrownBy(() -> fetch(offers)).isInstanceOf(IOException.class);
    server.lives = Long.MAX_VALUE;
    long before = server.sent.get();
    isContent(fetch(offers));
    assertThat(server.sent.get() - before).isLessThan(content.length / 4L);
  }

  @Test
  void noticesThatTheFileBecameAnother() throws IOException {
    byte[] changed = content.clone();
    changed[7] ^= 1;
    server.bytesPerSecond = 400_000;
    Download download = download(offers(server), changeAfter(server, changed));
    assertThatThrownBy(() -> download.run(InputStream::readAllBytes, bytes -> List.of()))
        .isInstanceOf(SourceChanged.class);
  }

  @Test
  void endsTheOldFileWithTheServersThatStillHaveIt() throws IOException {
    server.bytesPerSecond = 400_000;
    other.bytesPerSecond = 400_000;
    Download download = download(offers(server, other), changeAfter(server, new byte[1000]));
    isContent(download.run(InputStream::readAllBytes, bytes -> List.of()));
  }

  private Consumer<Progress> changeAfter(FaultyServer one, byte[] changed) {
    return progress -> {
      if (progress.arrived() > content.length / 4) {
        one.file(FILE, changed);
        one.bytesPerSecond = 0;
      }
    };
  }

  @Test
  void comparesWhatIsHereWithAServerThatGivesNoRanges() throws IOException {
    server.ranges = false;
    server.cut.set(1);
    List<Offer> offers = offers(server);
    assertThat(download(offers, progress -> {}).isAllOrNothing()).isTrue();
    isContent(fetch(offers));
    assertThat(server.gets(FILE)).hasSize(2);
  }

  @Test
  void doesNotJoinTwoFilesOfAServerThatGivesNoRanges() throws IOException {
    server.ranges = false;
    server.etags = false;
    server.cut.set(1);
    byte[] changed = content.clone();
    changed[7] ^= 1;
    List<Offer> offers = offers(server);
    Download download =
        download(
            offers,
            progress -> {
              if (progress.arrived() > 0) {
                server.file(FILE, changed);
              }
            });
    server.bytesPerSecond = 3_000_000;
    assertThatThrownBy(() -> download.run(InputStream::readAllBytes, bytes -> List.of()))
        .isInstanceOf(SourceChanged.class);
  }

  @Test
  void givesUpAFileThatIsShorterThanItsServerSays() throws IOException {
    Offer honest = offers(server).get(0);
    Offer longer = new Offer(honest.url(), honest.bytes() + 5, honest.etag(), "", true, 0);
    assertThatThrownBy(() -> fetch(List.of(longer))).isInstanceOf(SourceChanged.class);
    server.cut.set(1_000_000);
    server.ranges = false;
    assertThatThrownBy(() -> fetch(offers(server))).isInstanceOf(IOException.class);
  }

  @Test
  void leavesABusyServerAloneForAsLongAsItAsks() throws IOException {
    // Fewer than it takes to give up, for they may come one after the other.
    server.busy.set(PATIENCE.failures() - 1);
    server.retryAfter = 1;
    List<Offer> offers = offers(server);
    Instant began = Instant.now();
    isContent(fetch(offers));
    assertThat(Duration.between(began, Instant.now())).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void givesUpAServerThatIsBusyForEver() throws IOException {
    server.busy.set(1_000_000);
    IOException why = catchThrowableOfType(IOException.class, () -> fetch(offers(server)));
    assertThat(why).hasMessageContaining("HTTP 503");
  }

  @Test
  void bringsTheRestOfAStalledRangeOverAnotherConnection() throws IOException {
    server.stall.set(2);
    Instant began = Instant.now();
    isContent(fetch(offers(server)));
    assertThat(Duration.between(began, Instant.now())).isLessThan(PATIENCE.silence());
    assertThat(server.sent.get()).isLessThan(content.length + 2L * RANGE);
  }

  @Test
  void leavesASlowServerToItself() throws IOException {
    server.bytesPerSecond = 30_000;
    Instant began = Instant.now();
    isContent(fetch(offers(server, other)));
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(6));
    assertThat(other.sent.get()).isGreaterThan(content.length / 2L);
  }

  @Test
  void keepsAllConnectionsTogetherBelowALimit() throws IOException {
    Instant began = Instant.now();
    Download download =
        new Download(
            part(),
            ranges(),
            offers(server),
            http(),
            PATIENCE,
            new Limits(4, content.length / 2, RANGE),
            progress -> {});
    isContent(download.run(InputStream::readAllBytes, bytes -> List.of()));
    assertThat(Duration.between(began, Instant.now()))
        .isBetween(Duration.ofMillis(1700), Duration.ofSeconds(6));
  }

  @Test
  void fetchesWhatIsDamagedOnceMoreFromAnotherServer() throws IOException {
    byte[] damaged = content.clone();
    damaged[20 * RANGE + 5] ^= 1;
    Offer good = unasked(other);
    server.file(FILE, damaged);
    Offer bad = new Offer(URI.create(server.url(FILE)), good.bytes(), "", "", true, 1 << 30);
    AtomicInteger readings = new AtomicInteger();
    byte[] read =
        download(List.of(bad, good), progress -> {})
            .run(
                file -> {
                  readings.incrementAndGet();
                  return file.readAllBytes();
                },
                all ->
                    all[20 * RANGE + 5] == content[20 * RANGE + 5]
                        ? List.of()
                        : List.of(new Span(20 * RANGE, 20 * RANGE + 10)));
    isContent(read);
    assertThat(readings).hasValue(2);
    assertThat(other.gets(FILE)).contains("GET " + FILE + " bytes=1310720-1376255");
  }

  @Test
  void asksOnlyOnceMoreForWhatStaysDamaged() throws IOException {
    AtomicInteger readings = new AtomicInteger();
    download(offers(server), progress -> {})
        .run(
            file -> {
              readings.incrementAndGet();
              return file.readAllBytes();
            },
            all -> List.of(new Span(5, 10)));
    assertThat(readings).hasValue(2);
    assertThat(server.gets(FILE)).hasSize(41);
  }

  @Test
  void stopsWhenTheReaderHasSeenEnough() throws IOException {
    server.bytesPerSecond = 200_000;
    Instant began = Instant.now();
    byte[] seen =
        download(offers(server), progress -> {}).run(file -> file.readNBytes(10), x -> List.of());
    assertThat(seen).hasSize(10);
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void takesTheRoomBeforeItAsks() throws IOException {
    List<Offer> offers = offers(server);
    Offer huge = new Offer(offers.get(0).url(), 1L << 60, "", "", true, 0);
    server.requests.clear();
    assertThatThrownBy(() -> fetch(List.of(huge))).isInstanceOf(NoRoom.class);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void goesThroughTheProxyOfTheSettings() throws IOException {
    NetworkAccess proxied =
        new NetworkAccess(server.url(""), "", "", Map.of(), "", "", "", "", "", "", List.of(), "");
    Http http = new Http(proxied, PATIENCE.silence());
    URI url = URI.create("http://snapshots.invalid" + FILE);
    Download download =
        new Download(
            part(),
            ranges(),
            new Mirroring(http, List.of(url), "").sameFile(),
            http,
            PATIENCE,
            new Limits(4, 0, RANGE),
            progress -> {});
    isContent(download.run(InputStream::readAllBytes, bytes -> List.of()));
    assertThat(server.gets(FILE)).hasSize(40);
  }

  @Test
  void refusesAWebPageInTheFilesPlace() {
    server.type = "text/html; charset=utf-8";
    assertThatThrownBy(() -> offers(server))
        .isInstanceOf(HttpRefused.class)
        .hasMessageContaining("a web page");
  }
}
