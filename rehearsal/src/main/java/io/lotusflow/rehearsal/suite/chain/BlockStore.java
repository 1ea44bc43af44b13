package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks by content id, in one file that only grows. A process killed while it writes leaves half a
 * section at the end; opening cuts it off. Nothing is forced to the disk: the rehearsal survives
 * kill -9, not a power cut.
 */
public final class BlockStore implements AutoCloseable {
  /** The smallest section: length byte, id, no content. */
  private static final int OVERHEAD = Cid.LENGTH;

  private final RandomAccessFile file;
  private final Map<Cid, Place> places = new HashMap<>();
  private long end;

  private record Place(long offset, int length) {}

  private BlockStore(RandomAccessFile file) {
    this.file = file;
  }

  public static BlockStore open(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    BlockStore store = new BlockStore(new RandomAccessFile(path.toFile(), "rw"));
    store.index();
    return store;
  }

  private void index() throws IOException {
    file.seek(0);
    Sections sections =
        new Sections(new BufferedInputStream(Channels.newInputStream(file.getChannel()), 1 << 16));
    while (sections.next()) {
      int length = (int) (sections.end - sections.start) - OVERHEAD;
      places.put(sections.cid, new Place(sections.start + OVERHEAD, length));
      end = sections.end;
    }
    file.setLength(end);
  }

  /** Walks over whole sections without keeping their content. */
  private static final class Sections {
    private final InputStream in;
    private long start;
    private long end;
    private Cid cid;

    Sections(InputStream in) {
      this.in = in;
    }

    boolean next() throws IOException {
      long length = 0;
      long at = end;
      int shift = 0;
      int b;
      do {
        b = in.read();
        if (b < 0) {
          return false;
        }
        at++;
        length |= (long) (b & 0x7f) << shift;
        shift += 7;
      } while (b >= 0x80);
      byte[] id = in.readNBytes(Cid.LENGTH);
      if (id.length < Cid.LENGTH || length < OVERHEAD || in.skip(0) < 0) {
        return false;
      }
      long content = length - OVERHEAD;
      long skipped = 0;
      while (skipped < content) {
        long step = in.skip(content - skipped);
        if (step <= 0) {
          if (in.read() < 0) {
            return false;
          }
          step = 1;
        }
        skipped += step;
      }
      cid = Cid.ofBytes(id);
      start = at;
      end = at + length;
      return true;
    }
  }

  public synchronized Cid putCbor(byte[] data) throws IOException {
    Cid cid = Cid.ofCbor(data);
    put(cid, data);
    return cid;
  }

  /** Keeps the block; a second time does nothing. */
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

  public synchronized boolean has(Cid cid) {
    return places.containsKey(cid);
  }

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

  byte[] require(Cid cid) throws IOException {
    return get(cid).orElseThrow(() -> new IOException("ipld: could not find " + cid));
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
