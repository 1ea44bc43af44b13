package io.lotusflow.schedule;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chat service that takes everything. */
public final class Chat implements AutoCloseable {

  public final List<String> heard = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  public Chat() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        request -> {
          heard.add(new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          request.sendResponseHeaders(204, -1);
          request.close();
        });
    server.start();
  }

  /** A file as [alerts] wants it. */
  public Path addressIn(Path folder) {
    try {
      Path file = folder.resolve("webhook.toml");
      Files.writeString(
          file, "url = \"http://127.0.0.1:%d/t0ken\"\n".formatted(server.getAddress().getPort()));
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
