package io.lotusflow.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotusflow.alert.Alert.Event;
import io.lotusflow.alert.AlertTarget.Service;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a service on this machine; signatures are verified by openssl, not by our own code. */
class AlertActivitiesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "SEC0123456789abcdef";

  private record Heard(URI at, String body, Headers headers) {
    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  @TempDir Path folder;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private HttpServer service;
  private AlertActivitiesImpl alerts;

  @BeforeEach
  void listen() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", this::answer);
    service.start();
    alerts = new AlertActivitiesImpl(folder.resolve("alerts"));
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  /** As the next of {@link #answers} says: status, then the body. */
  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    heard.add(new Heard(exchange.getRequestURI(), body, exchange.getRequestHeaders()));
    String answer = answers.isEmpty() ? "200 {\"errcode\":0,\"code\":0}" : answers.remove(0);
    byte[] said = answer.substring(4).getBytes(StandardCharsets.UTF_8);
    if (answer.startsWith("429")) {
      exchange.getResponseHeaders().add("Retry-After", "30");
    }
    exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  private Path file(String content, String mode) throws IOException {
    Path file = folder.resolve("address.toml");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Path address(String secret) throws IOException {
    String url =
        "http://127.0.0.1:" + service.getAddress().getPort() + "/robot/send?access_token=t0ken";
    return file("url = \"" + url + "\"\nsecret = \"" + secret + "\"\n", "rw-------");
  }

  private static Delivery delivery(Service service, Path file, Language language) {
    Alert alert =
        new Alert(
            Event.PARKED,
            "install/n1/waits/7",
            "install/n1",
            "Host.MakeSwap",
            "NO_FUNDS",
            "no funds",
            List.of("t3abc", "0 FIL", "1 FIL", "<2 & more>"),
            Instant.EPOCH);
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), language, false);
    return new Delivery(scope, alert, new AlertTarget(service, file.toString()));
  }

  private static Delivery delivery(Service service, Path file) {
    return delivery(service, file, Language.ENGLISH);
  }

  private ApplicationFailure refused(Delivery delivery) {
    return catchThrowableOfType(ApplicationFailure.class, () -> alerts.send(delivery));
  }

  @Test
  void tellsProgramsInJson() throws IOException {
    alerts.send(delivery(Service.WEBHOOK, address("")));
    JsonNode said = heard.get(0).json();
    assertThat(said.path("event").asText()).isEqualTo("parked");
    assertThat(said.path("subject").asText()).isEqualTo("install/n1");
    assertThat(said.path("problem").asText()).isEqualTo("NO_FUNDS");
    assertThat(said.path("fix").asText()).startsWith("Send at least <2 & more> to t3abc");
    assertThat(said.path("text").asText()).startsWith("lotusflow: install/n1 waits for you at");
    assertThat(heard.get(0).headers()).doesNotContainKey("X-Lotusflow-Signature");
  }

  @Test
  void speaksToSlackWithItsThreeCharactersEscaped() throws IOException {
    alerts.send(delivery(Service.SLACK, address("")));
    assertThat(heard.get(0).json().path("text").asText()).contains("&lt;2 &amp; more&gt;");
  }

  @ParameterizedTest
  @CsvSource({"DINGTALK", "WECOM"})
  void speaksToChineseRobotsInChinese(Service robot) throws IOException {
    alerts.send(delivery(robot, address(""), Language.CHINESE));
    JsonNode said = heard.get(0).json();
    assertThat(said.path("msgtype").asText()).isEqualTo("text");
    assertThat(said.path("text").path("content").asText())
        .startsWith("lotusflow: install/n1 停在这一步")
        .contains("lotusflow run show install/n1");
    assertThat(heard.get(0).at().getQuery()).isEqualTo("access_token=t0ken");
  }

  @Test
  void signsForDingTalk() throws Exception {
    alerts.send(delivery(Service.DINGTALK, address(SECRET)));
    String query = heard.get(0).at().getRawQuery();
    String millis = query.replaceFirst(".*&timestamp=(\\d{13})&.*", "$1");
    String sign = heard.get(0).at().getQuery().replaceFirst(".*&sign=", "");
    assertThat(Instant.ofEpochMilli(Long.parseLong(millis)))
        .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    assertThat(sign).isEqualTo(openssl(SECRET, millis + "\n" + SECRET));
    assertThat(query).doesNotContain("+");
  }

  @Test
  void signsForPrograms() throws Exception {
    alerts.send(delivery(Service.WEBHOOK, address(SECRET)));
    String seconds = heard.get(0).headers().getFirst("X-Lotusflow-Timestamp");
    assertThat(Instant.ofEpochSecond(Long.parseLong(seconds)))
        .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    assertThat(heard.get(0).headers().getFirst("X-Lotusflow-Signature"))
        .isEqualTo(openssl(SECRET, seconds + '.' + heard.get(0).body()));
  }

  @Test
  void signsForFeishu() throws Exception {
    alerts.send(delivery(Service.FEISHU, address(SECRET)));
    JsonNode said = heard.get(0).json();
    String seconds = said.path("timestamp").asText();
    assertThat(seconds).matches("\\d{10}");
    assertThat(said.path("sign").asText()).isEqualTo(openssl(seconds + "\n" + SECRET, ""));
    assertThat(said.path("msg_type").asText()).isEqualTo("text");
    assertThat(said.path("content").path("text").asText()).startsWith("lotusflow: ");
  }

  /** HMAC-SHA256 in Base64, by somebody else's code. */
  private String openssl(String key, String message) throws IOException, InterruptedException {
    Path file = folder.resolve("message");
    Files.writeString(file, message);
    StringBuilder hex = new StringBuilder();
    for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
      hex.append(String.format("%02x", each));
    }
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "openssl dgst -sha256 -mac HMAC -macopt hexkey:\"$1\" -binary <\"$2\" | base64",
                "sh",
                hex.toString(),
                file.toString())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  @Test
  void sendsOnceThoughTheServiceFailedFirst() throws IOException {
    answers.add("500 down");
    Delivery delivery = delivery(Service.WEBHOOK, address(""));
    assertThat(refused(delivery).getType()).isEqualTo("ALERT_REFUSED");
    assertThat(alerts.send(delivery).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(heard).hasSize(2);
    assertThat(alerts.send(delivery).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
    assertThat(heard).hasSize(2);
  }

  /** They answer 200 to everything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DINGTALK; {\"errcode\":310000,\"errmsg\":\"sign not match\"}",
        "WECOM; {\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}",
        "FEISHU; {\"code\":19021,\"msg\":\"sign match fail or timestamp is not within one hour\"}",
        "FEISHU; <html>not what we asked</html>"
      })
  void seesARefusalThatLooksLikeSuccess(Service robot, String answer) throws IOException {
    answers.add("200 " + answer);
    ApplicationFailure refused = refused(delivery(robot, address(SECRET)));
    assertThat(refused.getType()).isEqualTo("ALERT_REFUSED");
    assertThat(refused.isNonRetryable()).isFalse();
  }

  @Test
  void waitsAsLongAsTheServiceAsks() throws IOException {
    answers.add("429 slow down");
    assertThat(refused(delivery(Service.SLACK, address(""))).getNextRetryDelay())
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void refusesAFileThatOthersCanRead() throws IOException {
    Path open = Files.setPosixFilePermissions(address(""), mode("rw-r-----"));
    ApplicationFailure refused = refused(delivery(Service.SLACK, open));
    assertThat(refused.getType()).isEqualTo("ALERT_FILE_OPEN");
    assertThat(refused.getMessage()).contains("rw-r-----");
    assertThat(heard).isEmpty();
  }

  private static Set<PosixFilePermission> mode(String text) {
    return PosixFilePermissions.fromString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "url = t0ken; line 1 is not TOML",
        "secret = \"t0ken\"; it has no url",
        "url = \"ftp://t0ken\"; url does not begin with http",
        "url = 7; url is not a text"
      })
  void saysWhatIsWrongWithAFileWithoutQuotingIt(String content, String why) throws IOException {
    ApplicationFailure refused = refused(delivery(Service.SLACK, file(content, "rw-------")));
    assertThat(refused.getType()).isEqualTo("ALERT_FILE_BAD");
    assertThat(refused.getMessage()).contains(why).doesNotContain("t0ken");
  }

  /** Neither an answer that repeats it nor an exception about the address may tell the token. */
  @Test
  void keepsTheTokenOutOfFailures() throws IOException {
    answers.add("404 no robot at /robot/send?access_token=t0ken for " + SECRET);
    assertThat(everything(refused(delivery(Service.WEBHOOK, address(SECRET)))))
        .doesNotContain("t0ken")
        .doesNotContain(SECRET);
    Delivery delivery = delivery(Service.WEBHOOK, address(SECRET));
    service.stop(0);
    assertThat(everything(refused(delivery))).doesNotContain("t0ken");
  }

  private static String everything(Throwable failure) {
    return Stream.iterate(failure, f -> f != null, Throwable::getCause)
        .map(Throwable::toString)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void fitsIntoTheSmallestOfAllLimits() throws IOException {
    Delivery small = delivery(Service.WECOM, address(""), Language.CHINESE);
    Alert longer =
        new Alert(Event.FAILED, "k2", "s", "", "X", "很长".repeat(2000), List.of(), Instant.EPOCH);
    alerts.send(new Delivery(small.scope(), longer, small.target()));
    String text = heard.get(0).json().path("text").path("content").asText();
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(2048);
    assertThat(text).endsWith("…");
  }
}
