package io.lotusflow.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Fetches files of some hundred MB at most, such as compilers; what was fetched is kept. */
public final class Download {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CHUNK = 1 << 20;

  private final HttpClient http;

  public Download(NetworkAccess access) {
    http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .proxy(new Proxies(access))
            .build();
  }

  /** A small text, such as an index or a checksum. */
  public String text(URI from) throws IOException {
    HttpResponse<String> answer = send(request(from).build(), BodyHandlers.ofString());
    refuseUnless(answer.statusCode() == 200, answer);
    return answer.body();
  }

  /**
   * Fetches the rest of {@code part}, or all of it where the server cannot resume.
   *
   * @param heartbeat called after each piece; what it throws comes out of here, and {@code part}
   *     stays for the next attempt
   */
  public void fetch(URI from, Path part, Runnable heartbeat) throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder ask = request(from);
    if (have > 0) {
      ask.header("Range", "bytes=" + have + '-');
    }
    HttpResponse<InputStream> answer = send(ask.build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 416) {
        return; // there is no rest
      }
      boolean resumes = answer.statusCode() == 206;
      refuseUnless(resumes || answer.statusCode() == 200, answer);
      append(body, part, resumes ? have : 0, heartbeat);
    }
  }

  private static void append(InputStream body, Path part, long from, Runnable heartbeat)
      throws IOException {
    try (FileChannel file =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ReadableByteChannel in = Channels.newChannel(body)) {
      file.truncate(from);
      long at = from;
      for (long read = file.transferFrom(in, at, CHUNK);
          read > 0;
          read = file.transferFrom(in, at, CHUNK)) {
        at += read;
        heartbeat.run();
      }
    }
  }

  private static HttpRequest.Builder request(URI from) {
    return HttpRequest.newBuilder(from).timeout(PATIENCE).header("User-Agent", "lotusflow");
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    try {
      return http.send(request, body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + request.uri(), e);
    }
  }

  private static void refuseUnless(boolean fine, HttpResponse<?> answer) throws IOException {
    if (!fine) {
      throw new IOException(answer.uri() + " answered HTTP " + answer.statusCode());
    }
  }

  /** The proxies of the plan, never those of the worker's own environment. */
  private static final class Proxies extends ProxySelector {
    private final NetworkAccess access;

    Proxies(NetworkAccess access) {
      this.access = access;
    }

    @Override
    public List<Proxy> select(URI target) {
      String given = "https".equals(target.getScheme()) ? access.httpsProxy() : access.httpProxy();
      if (given.isBlank() || isDirect(target.getHost())) {
        return List.of(Proxy.NO_PROXY);
      }
      URI proxy = URI.create(given.contains("://") ? given : "http://" + given);
      int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
      return List.of(
          new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private boolean isDirect(String host) {
      String name = host.toLowerCase(Locale.ROOT);
      return Stream.of(access.noProxy().split(",", -1))
          .map(entry -> entry.strip().replaceFirst("^\\*?\\.", ""))
          .anyMatch(
              entry ->
                  !entry.isEmpty()
                      && (entry.equals("*") || name.equals(entry) || name.endsWith('.' + entry)));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
      // The request itself fails and says so.
    }
  }
}
