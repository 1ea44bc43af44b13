package io.lotusflow.download;

import io.lotusflow.network.NetworkAccess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process that downloads until it is killed. */
final class KilledDownload {
  static final int CONNECTIONS = 4;
  static final int RANGE = 64 << 10;

  private KilledDownload() {}

  static Download download(Path folder, String url) throws IOException {
    NetworkAccess direct =
        new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");
    Http http = new Http(direct, Duration.ofSeconds(5));
    return new Download(
        folder.resolve("part"),
        folder.resolve("ranges"),
        new Mirroring(http, List.of(URI.create(url)), "").sameFile(),
        http,
        Patience.USUAL,
        new Limits(CONNECTIONS, 0, RANGE),
        progress -> {});
  }

  public static void main(String[] args) throws IOException {
    download(Path.of(args[0]), args[1]).run(InputStream::readAllBytes, bytes -> List.of());
  }
}
