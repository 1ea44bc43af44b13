package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.rpc.RawService;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Gives out, and takes away, files of sectors: {@code /sealed/s-t01000-7}; and says how much room a
 * path has: {@code /stat/ID}.
 */
public final class StorageService implements RawService {
  private final Supplier<Collection<StoragePath>> paths;
  private final Runnable changed;

  public StorageService(Supplier<Collection<StoragePath>> paths) {
    this(paths, () -> {});
  }

  /**
   * @param changed called after something was taken away
   */
  public StorageService(Supplier<Collection<StoragePath>> paths, Runnable changed) {
    this.paths = paths;
    this.changed = changed;
  }

  @Override
  public void serve(String method, String path, InputStream in, OutputStream out)
      throws IOException {
    String[] words = path.split("/", -1);
    if (words.length != 3) {
      throw new NoSuchFileException(path);
    }
    if (words[1].equals("stat")) {
      stat(words[2], out);
      return;
    }
    SectorName sector =
        SectorName.ofFile(words[2]).orElseThrow(() -> new NoSuchFileException(path));
    for (Kind kind : Kind.values()) {
      if (kind.folder().equals(words[1])) {
        files(method, kind, sector, out);
      }
    }
  }

  private void stat(String id, OutputStream out) throws IOException {
    for (StoragePath path : paths.get()) {
      if (path.id().equals(id)) {
        out.write(Json.write(path.stat()).getBytes(StandardCharsets.UTF_8));
        return;
      }
    }
    throw new NoSuchFileException(id);
  }

  private void files(String method, Kind kind, SectorName sector, OutputStream out)
      throws IOException {
    for (StoragePath path : paths.get()) {
      if (Files.exists(path.file(kind, sector))) {
        if (method.equals("DELETE")) {
          path.remove(kind, sector);
          changed.run();
        } else {
          path.send(kind, sector, out);
        }
        return;
      }
    }
    if (!method.equals("DELETE")) {
      throw new NoSuchFileException(sector.file());
    }
  }
}
