package io.lotusflow.rehearsal.suite.rpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 exchange over a socket of its own. It loads a fraction of the classes of the JDK's
 * clients: commands must start fast.
 */
public final class Http {
  private static final int CONNECT_MILLIS = 5000;

  private Http() {}

  /** A status and a body that is still to be read; closing it closes the connection. */
  public static final class Response implements AutoCloseable {
    private final Socket socket;
    private final int status;
    private final String reason;
    private final long length;
    private final InputStream body;

    Response(Socket socket, String statusLine, Map<String, String> headers, InputStream in)
        throws IOException {
      this.socket = socket;
      String[] parts = statusLine.split(" ", 3);
      this.status = Integer.parseInt(parts[1]);
      this.reason = parts.length > 2 ? parts[2] : "";
      this.length = Long.parseLong(headers.getOrDefault("content-length", "-1"));
      boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
      this.body = chunked ? new ChunkedInput(in) : length >= 0 ? new ExactInput(in, length) : in;
    }

    public int status() {
      return status;
    }

    /** Such as {@code 401 Unauthorized}. */
    public String statusText() {
      return status + " " + reason;
    }

    /** The body's length, -1 if the server did not say. */
    public long length() {
      return length;
    }

    public InputStream body() {
      return body;
    }

    public String text() throws IOException {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  public static Response get(URI uri, int timeoutMillis) throws IOException {
    return get(uri, Map.of(), timeoutMillis);
  }

  /**
   * With headers.
   *
   * @param timeoutMillis how long to wait for each next byte, 0 for ever
   */
  public static Response get(URI uri, Map<String, String> headers, int timeoutMillis)
      throws IOException {
    return exchange(uri, "GET", headers, new byte[0], timeoutMillis);
  }

  public static Response delete(URI uri, Map<String, String> headers, int timeoutMillis)
      throws IOException {
    return exchange(uri, "DELETE", headers, new byte[0], timeoutMillis);
  }

  /**
   * Sends JSON.
   *
   * @param timeoutMillis how long to wait for each next byte, 0 for ever
   */
  public static Response post(URI uri, Map<String, String> headers, String json, int timeoutMillis)
      throws IOException {
    return exchange(uri, "POST", headers, json.getBytes(StandardCharsets.UTF_8), timeoutMillis);
  }

  private static Response exchange(
      URI uri, String method, Map<String, String> headers, byte[] body, int timeoutMillis)
      throws IOException {
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
      socket.setSoTimeout(timeoutMillis);
      socket.getOutputStream().write(request(uri, method, headers, body));
      return readResponse(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static byte[] request(URI uri, String method, Map<String, String> headers, byte[] body) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ")
        .append(uri.getRawAuthority())
        .append("\r\nConnection: close\r\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    if (method.equals("POST")) {
      head.append("Content-Type: application/json\r\nContent-Length: ")
          .append(body.length)
          .append("\r\n");
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length + 2);
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static Response readResponse(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    String statusLine = line(in);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return new Response(socket, statusLine, headers, in);
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("EOF");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /**
   * Ends after the announced length; a connection that ends before it is an {@link EOFException}.
   */
  private static final class ExactInput extends InputStream {
    private final InputStream in;
    private long left;

    ExactInput(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(buffer, from, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("unexpected EOF");
      }
      left -= read;
      return read;
    }
  }

  /** Puts the chunks of a chunked body together. */
  private static final class ChunkedInput extends InputStream {
    private final InputStream in;
    private InputStream chunk = new ByteArrayInputStream(new byte[0]);
    private boolean ended;

    ChunkedInput(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      while (!ended) {
        int read = chunk.read(buffer, from, length);
        if (read >= 0) {
          return read;
        }
        next();
      }
      return -1;
    }

    private void next() throws IOException {
      String size = line(in);
      if (size.isEmpty()) {
        size = line(in);
      }
      int length = Integer.parseInt(size.strip(), 16);
      ended = length == 0;
      chunk = new ExactInput(in, length);
    }
  }

  /** Puts bytes that were read for a look in front of the rest again. */
  public static InputStream putBack(byte[] seen, InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(seen), rest);
  }
}
