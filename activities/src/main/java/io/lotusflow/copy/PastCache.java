package io.lotusflow.copy;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is read and written past the kernel's cache, where its file system can: what is read
 * is what lies on the disk, and what others have in the cache stays there.
 */
final class PastCache implements AutoCloseable {
  /** A multiple of most disks' blocks. */
  private static final int BLOCK = 64 << 10;

  /** As file systems of other hosts have them; those with larger ones go through the cache. */
  private static final int LARGEST_BLOCK = 1 << 20;

  /** So much is written through the cache before the disk is asked to keep it. */
  private static final long FLUSH = 256L << 20;

  private final Path file;
  private final Set<OpenOption> options;
  private final FileChannel cached;
  private Optional<FileChannel> direct = Optional.empty();
  private boolean asked;
  private int block = BLOCK;
  private long unflushed;

  private PastCache(Path file, Set<OpenOption> options) throws IOException {
    this.file = file;
    this.options = options;
    this.cached = FileChannel.open(file, options);
  }

  /** Opened when there is a whole block for it, which most files of a cache folder do not have. */
  private Optional<FileChannel> direct() {
    if (!asked) {
      asked = true;
      Set<OpenOption> all = new HashSet<>(options);
      all.add(ExtendedOpenOption.DIRECT);
      try {
        direct = Optional.of(FileChannel.open(file, all));
      } catch (IOException | UnsupportedOperationException notHere) {
        direct = Optional.empty();
      }
    }
    return direct;
  }

  static PastCache read(Path file) throws IOException {
    return new PastCache(file, Set.of(StandardOpenOption.READ));
  }

  /** Made if it is not there. */
  static PastCache write(Path file) throws IOException {
    return new PastCache(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** A place for so many bytes, a multiple of a block. */
  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes + LARGEST_BLOCK)
        .alignedSlice(LARGEST_BLOCK)
        .limit(bytes)
        .slice();
  }

  long size() throws IOException {
    return cached.size();
  }

  void truncate(long length) throws IOException {
    cached.truncate(length);
  }

  /** What is added is a hole. */
  void setLength(long length) throws IOException {
    if (cached.size() > length) {
      cached.truncate(length);
    } else if (cached.size() < length) {
      cached.write(ByteBuffer.allocate(1), length - 1);
    }
  }

  /** Fills the buffer from a multiple of a block on, but for the end of the file. */
  void read(ByteBuffer buffer, long position) throws IOException {
    buffer.clear();
    int bytes = 0;
    while (bytes >= 0 && buffer.hasRemaining()) {
      bytes = some(buffer, position + buffer.position(), FileChannel::read);
    }
    buffer.flip();
  }

  /** Writes all that is in the buffer at a multiple of a block. */
  void write(ByteBuffer buffer, long position) throws IOException {
    ByteBuffer rest = buffer.duplicate();
    while (rest.hasRemaining()) {
      int bytes = some(rest, position + rest.position(), FileChannel::write);
      flush(bytes);
    }
  }

  /** A read or a write. */
  private interface Act {
    int on(FileChannel channel, ByteBuffer bytes, long position) throws IOException;
  }

  /** Whole blocks past the cache, and what is less than one through it. */
  private int some(ByteBuffer bytes, long position, Act act) throws IOException {
    int whole = bytes.remaining() - bytes.remaining() % block;
    if (whole == 0 || position % block != 0 || direct().isEmpty()) {
      return act.on(cached, bytes, position);
    }
    int end = bytes.limit();
    try {
      return act.on(direct.get(), bytes.limit(bytes.position() + whole), position);
    } catch (IOException refused) {
      giveWay(refused);
      return 0;
    } finally {
      bytes.limit(end);
    }
  }

  /**
   * To a larger block, or to the cache. An error of the disk comes out: the cache would hide it.
   */
  private void giveWay(IOException refused) throws IOException {
    String said = String.valueOf(refused.getMessage());
    boolean blocksAreLarger = said.contains("multiple of the block size");
    if (blocksAreLarger && block < LARGEST_BLOCK) {
      block = LARGEST_BLOCK;
      return;
    }
    // Some let such a file be opened, and no more.
    if (!blocksAreLarger && !said.contains("Invalid argument")) {
      throw refused;
    }
    direct.orElseThrow().close();
    direct = Optional.empty();
  }

  /** Whether what was read or written may be no more than what the kernel remembers. */
  boolean isThroughCache() {
    return asked && direct.isEmpty();
  }

  private void flush(int bytes) throws IOException {
    unflushed += direct.isEmpty() ? bytes : 0;
    if (unflushed >= FLUSH) {
      cached.force(false);
      unflushed = 0;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (direct.isPresent()) {
        direct.get().close();
      }
    } finally {
      cached.close();
    }
  }
}
