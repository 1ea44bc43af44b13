import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves a folder with ranges, by sendfile, at so many bytes a second on each connection, without a
 * burst at the beginning of a request (as nginx' limit_rate has: a range of some MiB never meets
 * the limit there). Appends a line for each answer: method, path, range, bytes sent.
 *
 * <p>Port, folder, bytes a second (0 = no limit), log.
 */
public final class LimitedServer {
  private static final int SLICE = 256 << 10;
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final Path folder;
  private final long bytesPerSecond;
  private final Path log;

  private LimitedServer(Path folder, long bytesPerSecond, Path log) {
    this.folder = folder;
    this.bytesPerSecond = bytesPerSecond;
    this.log = log;
  }

  public static void main(String[] args) throws IOException {
    LimitedServer server =
        new LimitedServer(Path.of(args[1]), Long.parseLong(args[2]), Path.of(args[3]));
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 128);
      while (true) {
        SocketChannel connection = listening.accept();
        Thread thread = new Thread(() -> server.serve(connection));
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.socket().getInputStream(), StandardCharsets.US_ASCII));
      Pace pace = new Pace();
      for (String request = in.readLine(); request != null; request = in.readLine()) {
        String range = "";
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
          range = line.toLowerCase().startsWith("range: ") ? line.substring(7).strip() : range;
        }
        answer(connection, request.split(" "), range, pace);
      }
    } catch (IOException | InterruptedException gone) {
      // the client, or we
    }
  }

  private void answer(SocketChannel out, String[] request, String range, Pace pace)
      throws IOException, InterruptedException {
    Path file = folder.resolve(request[1].substring(1));
    if (!Files.isRegularFile(file)) {
      text(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    long size = Files.size(file);
    Matcher part = RANGE.matcher(range);
    boolean partial = part.matches();
    long from = partial ? Long.parseLong(part.group(1)) : 0;
    long end =
        partial && !part.group(2).isEmpty()
            ? Math.min(size, Long.parseLong(part.group(2)) + 1)
            : size;
    text(
        out,
        (partial ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n")
            + (partial ? "Content-Range: bytes %d-%d/%d\r\n".formatted(from, end - 1, size) : "")
            + "Content-Length: " + (end - from) + "\r\nETag: \"" + size + "\"\r\n"
            + "Accept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\n\r\n");
    long at = from;
    try (FileChannel in = FileChannel.open(file)) {
      while (!request[0].equals("HEAD") && at < end) {
        long sent = in.transferTo(at, Math.min(SLICE, end - at), out);
        at += sent;
        pace.sent(sent);
      }
    } finally {
      note(request[0] + ' ' + request[1] + ' ' + (range.isEmpty() ? "-" : range) + ' ' + (at - from));
    }
  }

  private static void text(SocketChannel out, String words) throws IOException {
    ByteBuffer rest = StandardCharsets.US_ASCII.encode(words);
    while (rest.hasRemaining()) {
      out.write(rest);
    }
  }

  private synchronized void note(String line) throws IOException {
    try (PrintStream out = new PrintStream(new java.io.FileOutputStream(log.toFile(), true))) {
      out.println(line);
    }
  }

  /** Time that a connection was idle is not made up for. */
  private final class Pace {
    private long freeAt = System.nanoTime();

    void sent(long bytes) throws InterruptedException {
      if (bytesPerSecond > 0) {
        long now = System.nanoTime();
        freeAt = Math.max(now, freeAt) + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        TimeUnit.NANOSECONDS.sleep(freeAt - now);
      }
    }
  }
}
