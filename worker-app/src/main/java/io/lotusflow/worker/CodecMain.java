package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.temporal.CodecServer;
import io.lotusflow.temporal.PayloadCipher;
import io.lotusflow.temporal.PayloadKeyFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The codec server of this host. Started by the supervisor. */
final class CodecMain {

  private CodecMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    UpOptions options = UpOptions.parse(List.of(args));
    PayloadKeyFile keys =
        PayloadKeyFile.of(
            Home.ofThisProcess(),
            Map.of(PayloadKeyFile.VARIABLE, options.value("keys").orElseThrow()));
    int ui = options.port("ui-port", Map.of(), "").orElseThrow();
    int port = options.port("codec-port", Map.of(), "").orElseThrow();
    Set<String> pages = Set.of("http://127.0.0.1:" + ui, "http://localhost:" + ui);
    try (CodecServer server = CodecServer.start(port, pages, new PayloadCipher(keys))) {
      ShiftLog.say("reads payloads for the user interface at port %d", server.port());
      new CountDownLatch(1).await();
    }
  }
}
