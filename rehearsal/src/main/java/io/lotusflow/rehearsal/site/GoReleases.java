package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * Go releases as go.dev/dl/ has them: a list in JSON, and archives with a {@code go} that knows its
 * version.
 */
final class GoReleases {
  /** Newest first; the oldest is too old for our sources. */
  private static final List<String> VERSIONS = List.of("1.26.1", "1.25.8", "1.25.7", "1.24.13");

  private static final List<String> ARCHITECTURES = List.of("amd64", "arm64");

  /** Makes an archive large enough to be cut in the middle. */
  private static final int FILLING_BYTES = 300_000;

  private final Map<String, Download> archives = new LinkedHashMap<>();
  private final String list;

  GoReleases() throws IOException {
    List<String> releases = new ArrayList<>();
    for (String version : VERSIONS) {
      List<String> files = new ArrayList<>();
      for (String architecture : ARCHITECTURES) {
        String name = "go%s.linux-%s.tar.gz".formatted(version, architecture);
        byte[] archive = archive(version, architecture);
        Download download = Download.of(archive);
        archives.put(name, download);
        files.add(entry(name, version, architecture, download.sha256(), archive.length));
      }
      releases.add(
          "{\"version\": \"go%s\", \"stable\": true, \"files\": [%s]}"
              .formatted(version, String.join(", ", files)));
    }
    list = releases.stream().collect(joining(",\n ", "[", "]\n"));
  }

  void answer(Answer answer) throws IOException {
    String name = answer.path().substring("/go/".length());
    Download archive = archives.get(name.replaceFirst("\\.sha256$", ""));
    if (name.isEmpty()) {
      answer.bytes(200, "application/json", list.getBytes(UTF_8));
    } else if (archive == null) {
      answer.notFound();
    } else if (name.endsWith(".sha256")) {
      answer.text(200, archive.sha256());
    } else {
      answer.download(archive);
    }
  }

  private static String entry(
      String name, String version, String architecture, String sha256, int size) {
    return """
    {"filename": "%s", "os": "linux", "arch": "%s", "version": "go%s", "sha256": "%s", "size": %d, "kind": "archive"}"""
        .formatted(name, architecture, version, sha256, size);
  }

  private static byte[] archive(String version, String architecture) throws IOException {
    String script = Scripts.text("go").replace("@PLATFORM@", "linux/" + architecture);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      add(tar, "go/VERSION", 0644, ("go" + version + "\n").getBytes(UTF_8));
      add(tar, "go/bin/go", 0755, script.getBytes(UTF_8));
      add(tar, "go/bin/gofmt", 0755, script.getBytes(UTF_8));
      add(tar, "go/pkg/filling", 0644, Parameters.noise(version, FILLING_BYTES));
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(mode);
    entry.setModTime(FileTime.fromMillis(0));
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
