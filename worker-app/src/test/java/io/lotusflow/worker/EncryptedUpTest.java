package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.PayloadKey;
import io.lotusflow.temporal.PayloadKeyFile;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What server, database and UI have of a plan, with the real server. */
@Tag("dev-server")
class EncryptedUpTest {

  @TempDir Path folder;
  private UpProcess up;

  @BeforeEach
  void aHomeOfItsOwn() {
    up = new UpProcess(folder.resolve("home"));
  }

  @AfterEach
  void end() {
    up.close();
  }

  @Test
  void theDatabaseHasNothingOfAPlanOnceThereIsAKeyAndTheUiStillReadsIt() throws Exception {
    assertThat(up.start().exit()).isZero();
    assertThat(up.state().codec()).as("a codec server, where nothing is encrypted").isEmpty();
    finish("planted-before");
    assertThat(stored("planted-before")).as("in plain text").isTrue();

    PayloadKeyFile.of(up.home, Map.of()).add(PayloadKey.random("a"), true);
    finish("planted-without-restart");
    assertThat(stored("planted-without-restart")).isFalse();

    up.down();
    assertThat(up.start().exit()).isZero();
    String id = finish("planted-after");
    assertThat(stored("planted-after")).isFalse();
    await().atMost(Duration.ofSeconds(20)).until(() -> up.state().codec().isPresent());

    String settings = get(up.state().ui() + "/api/v1/settings");
    Matcher endpoint =
        Pattern.compile("\"Endpoint\":\"(http://127.0.0.1:\\d+)\"").matcher(settings);
    assertThat(endpoint.find()).as(settings).isTrue();
    assertThat(decodedAsTheUiDoes(endpoint.group(1), id)).contains("planted-after");

    LiveProcess codec = up.state().codec().orElseThrow();
    up.down();
    assertThat(codec.alive()).isFalse();
  }

  @Test
  void keysThatOthersCanReadAreRefusedBeforeAnythingIsStarted() throws IOException {
    PayloadKeyFile keys = PayloadKeyFile.of(up.home, Map.of());
    keys.add(PayloadKey.random("a"), true);
    Files.setPosixFilePermissions(keys.path(), PosixFilePermissions.fromString("rw-r--r--"));
    UpProcess.Answer answer = up.start();
    assertThat(answer.exit()).isEqualTo(3);
    assertThat(answer.out()).contains("BAD_KEYS", "chmod 600");
    assertThat(up.home.database()).doesNotExist();
  }

  /** Runs one whose plan has that word. */
  private String finish(String word) throws IOException {
    Path planted = Files.createDirectories(folder.resolve(word));
    try (Connection connection = up.connect()) {
      TrialRun trial = TrialRun.start(connection, up.home, planted, 1);
      trial.finish(1);
      assertThat(trial.attempts()).isEqualTo(1);
      return trial.stub().getExecution().getWorkflowId();
    }
  }

  private boolean stored(String word) throws IOException {
    try (Stream<Path> files = Files.list(up.home.database().getParent())) {
      return files.filter(Files::isRegularFile).anyMatch(file -> holds(file, word));
    }
  }

  private static boolean holds(Path file, String word) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String decodedAsTheUiDoes(String codec, String id) throws Exception {
    Payloads input;
    try (Connection connection = up.connect()) {
      input =
          connection
              .client()
              .fetchHistory(id)
              .getEvents()
              .get(0)
              .getWorkflowExecutionStartedEventAttributes()
              .getInput();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(codec + "/decode"))
            .header("Origin", up.state().ui())
            .header("Content-Type", "application/json")
            .header("X-Namespace", "default")
            .POST(HttpRequest.BodyPublishers.ofString(JsonFormat.printer().print(input)))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .contains(up.state().ui());
    Payloads.Builder decoded = Payloads.newBuilder();
    JsonFormat.parser().merge(answer.body(), decoded);
    return decoded.getPayloads(0).getData().toStringUtf8();
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
