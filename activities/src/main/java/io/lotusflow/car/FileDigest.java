package io.lotusflow.car;

import io.lotusflow.files.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** SHA-256 of the file as it passes by, in a thread of its own. */
final class FileDigest implements AutoCloseable {
  private static final int PIECE = 1 << 18;
  private static final int PIECES = 6;

  private final BlockingQueue<Piece> free = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<Piece> full = new ArrayBlockingQueue<>(PIECES);
  private final MessageDigest sha256 = Sha256.begin();
  private final Thread thread = new Thread(this::work, "file-digest");
  private Piece open = new Piece();

  private static final class Piece {
    private final byte[] bytes = new byte[PIECE];
    private int length;
    private boolean isLast;
  }

  FileDigest() {
    for (int i = 1; i < PIECES; i++) {
      free.add(new Piece());
    }
    thread.setDaemon(true);
    thread.start();
  }

  void update(byte[] bytes, int from, int length) throws InterruptedException {
    for (int done = 0; done < length; ) {
      int some = Math.min(length - done, PIECE - open.length);
      System.arraycopy(bytes, from + done, open.bytes, open.length, some);
      open.length += some;
      done += some;
      if (open.length == PIECE) {
        full.put(open);
        open = free.take();
      }
    }
  }

  /** 64 hex digits. */
  String finish() throws InterruptedException {
    open.isLast = true;
    full.put(open);
    thread.join();
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void work() {
    try {
      while (true) {
        Piece piece = full.take();
        sha256.update(piece.bytes, 0, piece.length);
        if (piece.isLast) {
          return;
        }
        piece.length = 0;
        free.add(piece);
      }
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
    }
  }
}
