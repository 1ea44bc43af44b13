package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks in one file that only grows. A process killed while it writes leaves half a section at the
 * end; opening cuts it off. Nothing is forced to the disk: the rehearsal survives kill -9, not a
 * power cut.
 */
public final class BlockFile implements BlockStore {
  private final RandomAccessFile file;
  private final Map<Cid, Place> places = new HashMap<>();
  private long end;

  private record Place(long offset, int length) {}

  private BlockFile(RandomAccessFile file) {
    this.file = file;
  }

  public static BlockFile open(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    BlockFile store = new BlockFile(new RandomAccessFile(path.toFile(), "rw"));
    store.index();
    return store;
  }

  private void index() throws IOException {
    Sections sections = new Sections(file);
    while (sections.next()) {
      int length = (int) (sections.end - sections.start) - Cid.LENGTH;
      places.put(sections.cid, new Place(sections.start + Cid.LENGTH, length));
      end = sections.end;
    }
    file.setLength(end);
  }

  /** Walks over whole sections without reading their content. */
  private static final class Sections {
    /** The longest length and an id. */
    private static final int HEAD = 10 + Cid.LENGTH;

    private final RandomAccessFile file;
    private final long size;
    private final byte[] buffer = new byte[8192];
    private long bufferAt;
    private int buffered;
    private long start;
    private long end;
    private Cid cid;

    Sections(RandomAccessFile file) throws IOException {
      this.file = file;
      this.size = file.length();
    }

    boolean next() throws IOException {
      int at = fill();
      long length = 0;
      int shift = 0;
      int b;
      do {
        if (at == buffered || shift > 56) {
          return false;
        }
        b = buffer[at++];
        length |= (long) (b & 0x7f) << shift;
        shift += 7;
      } while (b < 0);
      long content = bufferAt + at;
      if (length < Cid.LENGTH || content + length > size) {
        return false;
      }
      cid = Cid.ofBytes(Arrays.copyOfRange(buffer, at, at + Cid.LENGTH));
      start = content;
      end = content + length;
      return true;
    }

    /** Has the next section's head in the buffer, and returns where. */
    private int fill() throws IOException {
      if (end < bufferAt || end + HEAD > bufferAt + buffered) {
        file.seek(end);
        bufferAt = end;
        buffered = Math.max(0, file.read(buffer));
      }
      return (int) (end - bufferAt);
    }
  }

  @Override
  public synchronized void put(Cid cid, byte[] data) throws IOException {
    if (places.containsKey(cid)) {
      return;
    }
    byte[] section = Car.section(cid, data);
    file.seek(end);
    file.write(section);
    end += section.length;
    places.put(cid, new Place(end - data.length, data.length));
  }

  @Override
  public synchronized boolean has(Cid cid) {
    return places.containsKey(cid);
  }

  @Override
  public synchronized Optional<byte[]> get(Cid cid) throws IOException {
    Place place = places.get(cid);
    if (place == null) {
      return Optional.empty();
    }
    byte[] data = new byte[place.length()];
    file.seek(place.offset());
    file.readFully(data);
    return Optional.of(data);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
