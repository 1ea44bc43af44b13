package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.rpc.Http;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a chain is imported from: a file, or a URL that is read once, without resuming. */
final class ImportSource implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final InputStream in;
  private final AutoCloseable resource;
  private final long size;

  private ImportSource(InputStream in, AutoCloseable resource, long size) {
    this.in = new BufferedInputStream(in, 1 << 16);
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

  InputStream in() {
    return in;
  }

  /** In bytes, -1 if nobody said. */
  long size() {
    return size;
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
}
