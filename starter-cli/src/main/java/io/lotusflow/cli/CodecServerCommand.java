package io.lotusflow.cli;

import io.lotusflow.temporal.CodecServer;
import io.lotusflow.temporal.PayloadCipher;
import io.lotusflow.temporal.PayloadKeyFile;
import java.io.IOException;
import java.net.BindException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Decrypts payloads for a Temporal UI, until it is interrupted. */
@Command(name = "codec-server")
final class CodecServerCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "9233")
  private int port = 9233;

  @Option(names = "--origin", paramLabel = "URL")
  private List<String> origins = List.of();

  CodecServerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PayloadKeyFile keys = PayloadKeyFile.of(session.home(), session.env());
    if (keys.keys().isEmpty()) {
      throw session.complaint(Exit.REFUSED, "codec.nothing", keys.path());
    }
    Set<String> pages = pages();
    try (CodecServer server = CodecServer.start(port, pages, new PayloadCipher(keys))) {
      session.say("codec.up", "http://127.0.0.1:" + server.port(), String.join(", ", pages));
      new CountDownLatch(1).await();
    } catch (BindException taken) {
      throw new Complaint(
          Exit.REFUSED,
          session.text("codec.taken", port),
          String.valueOf(taken.getMessage()),
          session.text("codec.taken.todo"));
    }
    return Exit.DONE;
  }

  private Set<String> pages() {
    Set<String> pages = new LinkedHashSet<>();
    for (String origin : origins.isEmpty() ? List.of("http://127.0.0.1:8233") : origins) {
      if (!origin.matches("https?://[^/*]+")) {
        throw session.complaint(Exit.USAGE, "codec.bad-origin", origin);
      }
      pages.add(origin);
    }
    return pages;
  }
}
