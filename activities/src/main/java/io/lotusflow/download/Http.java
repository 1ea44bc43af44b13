package io.lotusflow.download;

import io.lotusflow.network.NetworkAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * HTTP as downloads need it: through the proxies of the settings, redirects followed from any
 * scheme to any other, and no read that waits for ever.
 */
public final class Http {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final int REDIRECTS = 8;
  private static final int SMALL = 1 << 20;
  private static final Set<Integer> REDIRECT = Set.of(301, 302, 303, 307, 308);

  private final NetworkAccess access;
  private final Duration silence;

  /**
   * HTTP through these proxies.
   *
   * @param silence a server that sends nothing for so long is given up
   */
  public Http(NetworkAccess access, Duration silence) {
    this.access = access;
    this.silence = silence;
  }

  /**
   * An answer that has begun.
   *
   * @param url after all redirects
   */
  record Answer(URI url, HttpURLConnection connection) {
    int status() throws IOException {
      return connection.getResponseCode();
    }

    String header(String name) {
      String value = connection.getHeaderField(name);
      return value == null ? "" : value.strip();
    }

    /** Bytes that follow; -1 if the server does not say. */
    long length() {
      return connection.getContentLengthLong();
    }

    InputStream body() throws IOException {
      return connection.getInputStream();
    }

    HttpRefused refused() throws IOException {
      return new HttpRefused(url.toString(), status(), retryAfter());
    }

    private Optional<Duration> retryAfter() {
      String after = header("Retry-After");
      return after.matches("\\d{1,6}")
          ? Optional.of(Duration.ofSeconds(Long.parseLong(after)))
          : Optional.empty();
    }
  }

  /** Sends a request and follows redirects; the status of the answer may be an error's. */
  Answer ask(String method, URI url, Map<String, String> headers) throws IOException {
    URI at = url;
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection(proxy(at));
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) CONNECT.toMillis());
      connection.setReadTimeout((int) silence.toMillis());
      connection.setRequestMethod(method);
      connection.setRequestProperty("User-Agent", "lotusflow");
      headers.forEach(connection::setRequestProperty);
      String location = connection.getHeaderField("Location");
      if (!REDIRECT.contains(connection.getResponseCode()) || location == null) {
        return new Answer(at, connection);
      }
      connection.disconnect();
      at = at.resolve(location);
    }
    throw new IOException("more than " + REDIRECTS + " redirects from " + url);
  }

  /** A small text; empty if the server does not have it. */
  Optional<String> text(URI url) throws IOException {
    Answer answer = ask("GET", url, Map.of());
    if (answer.status() >= 400 && answer.status() < 500 && !answer.refused().mayPass()) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw answer.refused();
    }
    try (InputStream body = answer.body()) {
      return Optional.of(new String(body.readNBytes(SMALL), StandardCharsets.UTF_8));
    }
  }

  private Proxy proxy(URI url) {
    String given = "https".equals(url.getScheme()) ? access.httpsProxy() : access.httpProxy();
    if (given.isEmpty() || isDirect(url.getHost())) {
      return Proxy.NO_PROXY;
    }
    URI proxy = URI.create(given.contains("://") ? given : "http://" + given);
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
  }

  private boolean isDirect(String host) {
    for (String entry : access.noProxy().split("[, ]+", -1)) {
      String suffix = entry.startsWith(".") ? entry.substring(1) : entry;
      if (!suffix.isEmpty()
          && (suffix.equals("*") || host.equals(suffix) || host.endsWith('.' + suffix))) {
        return true;
      }
    }
    return false;
  }
}
