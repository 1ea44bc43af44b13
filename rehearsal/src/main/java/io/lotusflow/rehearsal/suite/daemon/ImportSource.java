package io.lotusflow.rehearsal.suite.daemon;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.Http;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a chain is imported from: a file, or a URL that is read once, without resuming; plain or
 * compressed with zstd, as its first bytes say.
 */
final class ImportSource implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int BUFFER = 1 << 16;
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private final Counted raw;
  private final AutoCloseable resource;
  private final long size;

  private ImportSource(InputStream in, AutoCloseable resource, long size) {
    this.raw = new Counted(in);
    this.resource = resource;
    this.size = size;
  }

  static ImportSource open(String name) throws IOException {
    return name.startsWith("http://") || name.startsWith("https://") ? ofUrl(name) : ofFile(name);
  }

  private static ImportSource ofFile(String name) throws IOException {
    Path file = Path.of(name);
    try {
      InputStream in = Files.newInputStream(file);
      return new ImportSource(in, in, Files.size(file));
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new CliException("open " + name + ": no such file or directory");
    }
  }

  private static ImportSource ofUrl(String name) throws IOException {
    Http.Response response = Http.get(URI.create(name), TIMEOUT_MILLIS);
    if (response.status() != 200) {
      response.close();
      throw new CliException(
          "fetching chain CAR failed: setting up resumable reader: failed to fetch resource, status code: "
              + response.status());
    }
    return new ImportSource(response.body(), response, response.length());
  }

  /** The CAR, whatever it is packed in. */
  InputStream car() throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
    in.mark(ZSTD.length);
    byte[] start = in.readNBytes(ZSTD.length);
    if (start.length == 0) {
      new Log("chainstore").warn("store/store.go:670", "reorgWorker quit");
      throw new CliException("peek header: EOF");
    }
    in.reset();
    return Arrays.equals(start, ZSTD)
        ? new BufferedInputStream(new Unpacked(new ZstdInputStream(in)), BUFFER)
        : in;
  }

  /** In bytes, -1 if nobody said. */
  long size() {
    return size;
  }

  /** How many of them were read. */
  long read() {
    return raw.count;
  }

  @Override
  public void close() throws IOException {
    try {
      resource.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count += Math.max(read, 0);
      return read;
    }
  }

  /** Tells what is wrong with the packing as Go's reader does. */
  private static final class Unpacked extends FilterInputStream {
    Unpacked(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      try {
        return super.read(buffer, from, length);
      } catch (MalformedInputException e) {
        throw new IOException("corrupted block detected", e);
      } catch (IOException e) {
        boolean ended =
            String.valueOf(e.getMessage()).matches("Not enough input.*|(?i).*truncated.*");
        throw ended ? new EOFException("unexpected EOF") : e;
      }
    }
  }
}
