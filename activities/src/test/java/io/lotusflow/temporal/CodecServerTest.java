package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.lotusflow.home.Home;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecServerTest {

  private static final String UI = "http://127.0.0.1:8233";
  private static final Payload PLAIN =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("\"planted\""))
          .build();

  @TempDir Path folder;
  private PayloadKeyFile keys;
  private CodecServer server;

  @BeforeEach
  void aServer() throws IOException {
    keys = PayloadKeyFile.of(new Home(folder), Map.of());
    keys.add(PayloadKey.random("a"), true);
    server = CodecServer.start(0, Set.of(UI), new PayloadCipher(keys));
  }

  @AfterEach
  void end() {
    server.close();
  }

  private HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String json(Payload... payloads) throws InvalidProtocolBufferException {
    return JsonFormat.printer()
        .print(Payloads.newBuilder().addAllPayloads(List.of(payloads)).build());
  }

  private static List<Payload> payloads(String json) throws InvalidProtocolBufferException {
    Payloads.Builder read = Payloads.newBuilder();
    JsonFormat.parser().merge(json, read);
    return read.getPayloadsList();
  }

  @Test
  void encodesAndDecodesAsTheUiAsks() throws Exception {
    HttpResponse<String> encoded =
        call("POST", "/encode", json(PLAIN, PLAIN), "Content-Type", "application/json");
    assertThat(encoded.statusCode()).as(encoded.body()).isEqualTo(200);
    List<Payload> sealed = payloads(encoded.body());
    assertThat(sealed).hasSize(2).doesNotHaveDuplicates().doesNotContain(PLAIN);

    HttpResponse<String> decoded =
        call(
            "POST",
            "/default/decode",
            json(sealed.get(0), PLAIN),
            "Origin",
            UI,
            "X-Namespace",
            "default");
    assertThat(payloads(decoded.body())).containsExactly(PLAIN, PLAIN);
    assertThat(decoded.headers().firstValue("Access-Control-Allow-Origin")).contains(UI);
    assertThat(decoded.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void letsTheUisPagesAskBeforehandAndNoOthers() throws Exception {
    HttpResponse<String> allowed = call("OPTIONS", "/decode", "", "Origin", UI);
    assertThat(allowed.statusCode()).isEqualTo(204);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("x-namespace", "content-type");
    String sealed = call("POST", "/encode", json(PLAIN)).body();
    for (String page : List.of("http://evil.example", "http://127.0.0.1:8234", "null", UI + ".x")) {
      for (String method : List.of("OPTIONS", "POST")) {
        HttpResponse<String> refused = call(method, "/decode", sealed, "Origin", page);
        assertThat(refused.statusCode()).as(page).isEqualTo(403);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(refused.body()).doesNotContain("payloads");
      }
    }
  }

  @Test
  void answersNoNameThatWasMadeToPointHere() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      String request =
          "POST /decode HTTP/1.1\r\nHost: evil.example:%d\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
      socket
          .getOutputStream()
          .write(request.formatted(server.port()).getBytes(StandardCharsets.US_ASCII));
      try (InputStream answer = socket.getInputStream()) {
        assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 403");
      }
    }
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    String table = Files.readString(Path.of("/proc/net/tcp"));
    String port = String.format(Locale.ROOT, ":%04X ", server.port());
    boolean six =
        Files.exists(Path.of("/proc/net/tcp6"))
            && Files.readString(Path.of("/proc/net/tcp6")).contains(port);
    // The JDK may open a socket of version 6 for an address of version 4, written behind FFFF.
    assertThat(table.contains("0100007F" + port) || six).isTrue();
    assertThat(table).doesNotContain(" 00000000" + port);
    if (six) {
      assertThat(Files.readString(Path.of("/proc/net/tcp6")))
          .contains("0100007F" + port)
          .doesNotContain("00000000000000000000000000000000" + port);
    }
  }

  @Test
  void saysWhatIsWrongWithAQuestion() throws Exception {
    String sealed = call("POST", "/encode", json(PLAIN)).body();
    keys.add(PayloadKey.random("b"), true);
    Files.writeString(keys.path(), Files.readString(keys.path()).replaceAll("(?m)^a = .*\n", ""));
    HttpResponse<String> noKey = call("POST", "/decode", sealed);
    assertThat(noKey.statusCode()).isEqualTo(422);
    assertThat(noKey.body()).contains("\"a\"", keys.path().toString());

    assertThat(call("POST", "/decode", "no json").statusCode()).isEqualTo(400);
    assertThat(call("POST", "/", "{}").statusCode()).isEqualTo(404);
    assertThat(call("GET", "/decode", "").statusCode()).isEqualTo(405);
    assertThat(call("POST", "/decode", "x".repeat(8 * 1024 * 1024 + 1)).statusCode())
        .isEqualTo(413);
    assertThat(payloads(call("POST", "/decode", "{}").body())).isEmpty();
  }
}
