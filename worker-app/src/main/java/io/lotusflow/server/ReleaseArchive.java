package io.lotusflow.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** A {@code .tar.gz} on the web that holds the binary as {@code temporal}. */
final class ReleaseArchive implements BinarySource {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SILENT = "no answer within " + PATIENCE.toSeconds() + " s";

  private final URI uri;
  private final Proxy proxy;

  ReleaseArchive(URI uri, Map<String, String> env) {
    this.uri = uri;
    this.proxy = proxy(env);
  }

  @Override
  public String name() {
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  @Override
  public Path fetch(Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(new BufferedInputStream(answer())))) {
      for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals("temporal")) {
          Path binary = folder.resolve("temporal");
          Files.copy(tar, binary);
          return binary;
        }
      }
      throw new IOException("the archive holds no file \"temporal\"");
    } catch (SocketTimeoutException stalled) {
      throw new IOException(SILENT, stalled);
    }
  }

  /** On a thread of its own, because looking up a name knows no timeout. */
  private InputStream answer() throws IOException {
    CompletableFuture<InputStream> answer = new CompletableFuture<>();
    Thread asking = new Thread(() -> ask(answer), "ask " + uri.getAuthority());
    asking.setDaemon(true);
    asking.start();
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      answer.cancel(true);
      throw new IOException(SILENT, silent);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void ask(CompletableFuture<InputStream> answer) {
    try {
      HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection(proxy);
      http.setConnectTimeout((int) PATIENCE.toMillis());
      http.setReadTimeout((int) PATIENCE.toMillis());
      if (http.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("HTTP status " + http.getResponseCode());
      }
      InputStream body = http.getInputStream();
      if (!answer.complete(body)) {
        body.close();
      }
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof SocketTimeoutException) {
      return SILENT;
    }
    if (cause instanceof UnknownHostException) {
      return "its name is not known here";
    }
    return String.valueOf(cause.getMessage());
  }

  private static Proxy proxy(Map<String, String> env) {
    String given = env.getOrDefault("https_proxy", env.getOrDefault("HTTPS_PROXY", ""));
    if (given.isBlank()) {
      return Proxy.NO_PROXY;
    }
    URI address = URI.create(given.contains("://") ? given : "http://" + given);
    int port = address.getPort() < 0 ? 80 : address.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
  }
}
