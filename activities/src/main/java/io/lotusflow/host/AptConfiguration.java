package io.lotusflow.host;

import io.lotusflow.network.NetworkAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * How apt-get reaches its packages: a configuration for our calls only, as {@code /etc/apt} belongs
 * to the operator. A file and not options, since a proxy's password must not be seen in arguments.
 */
record AptConfiguration(NetworkAccess access, Path folder) {

  Path file() {
    return folder.resolve("apt.conf");
  }

  /** Writes it; readable by the owner and root alone. */
  void write(Path osRelease) {
    List<String> lines = new ArrayList<>();
    lines.add("DPkg::Lock::Timeout \"600\";");
    lines.add("Acquire::Retries \"3\";");
    proxy(lines, "http", access.httpProxy());
    proxy(lines, "https", access.httpsProxy());
    try {
      Files.createDirectories(folder);
      if (!access.aptMirror().isBlank()) {
        mirror(lines, osRelease);
      }
      Path draft = Files.write(folder.resolve("apt.conf.new"), List.<String>of());
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      Files.write(draft, lines);
      Files.move(draft, file(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void proxy(List<String> lines, String scheme, String proxy) {
    if (!proxy.isBlank()) {
      lines.add("Acquire::" + scheme + "::Proxy \"" + proxy.replace("\"", "") + "\";");
    }
  }

  /** Its own list of sources, and its own copies of what they offer. */
  private void mirror(List<String> lines, Path osRelease) throws IOException {
    Path lists = Files.createDirectories(folder.resolve("lists/partial")).getParent();
    Path sources = folder.resolve("sources.list");
    Files.write(sources, AptSources.of(access.aptMirror(), OsRelease.read(osRelease)));
    lines.add("Dir::Etc::sourcelist \"" + sources + "\";");
    lines.add("Dir::Etc::sourceparts \"-\";");
    lines.add("Dir::State::lists \"" + lists + "\";");
  }
}
