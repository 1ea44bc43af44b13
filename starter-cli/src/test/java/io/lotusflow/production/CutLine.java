package io.lotusflow.production;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line between a host and a server, which can be cut: what was open ends, nothing new opens.
 */
final class CutLine implements AutoCloseable {

  private final ServerSocket near;
  private final int far;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private CutLine(ServerSocket near, int far) {
    this.near = near;
    this.far = far;
  }

  /**
   * @param far port of the server
   */
  static CutLine to(int far) throws IOException {
    CutLine line = new CutLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), far);
    start(line::accept);
    return line;
  }

  int port() {
    return near.getLocalPort();
  }

  void cut() {
    cut = true;
    open.forEach(CutLine::end);
    open.clear();
  }

  void mend() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    near.close();
    cut();
  }

  private void accept() {
    while (!near.isClosed()) {
      try {
        Socket here = near.accept();
        if (cut) {
          end(here);
          continue;
        }
        Socket there = new Socket(InetAddress.getLoopbackAddress(), far);
        open.add(here);
        open.add(there);
        start(() -> pass(here, there));
        start(() -> pass(there, here));
      } catch (IOException ended) {
        // either the line is closed, or the server is away: the next one may get through
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException ended) {
      // as every line does
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyEnded) {
      // then it is ended
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
