package io.lotusflow.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The index that Go's download page serves with {@code ?mode=json&include=all}. */
record GoReleases(List<Archive> archives) {

  /** One archive for this machine. */
  record Archive(GoVersion version, String fileName, String sha256) {}

  /**
   * Reads the archives of one architecture.
   *
   * @param architecture in Go's words, such as {@code amd64}
   */
  static GoReleases parse(String json, String architecture) throws IOException {
    List<Archive> archives = new ArrayList<>();
    for (JsonNode release : new ObjectMapper().readTree(json)) {
      if (!release.path("stable").asBoolean()) {
        continue;
      }
      for (JsonNode file : release.path("files")) {
        if (file.path("os").asText().equals("linux")
            && file.path("arch").asText().equals(architecture)
            && file.path("kind").asText().equals("archive")) {
          archives.add(
              new Archive(
                  GoVersion.parse(release.path("version").asText()),
                  file.path("filename").asText(),
                  file.path("sha256").asText()));
        }
      }
    }
    return new GoReleases(archives);
  }

  /** The newest patch of the line that is asked for; of the nearest newer line if there is none. */
  Optional<Archive> best(GoVersion minimum) {
    Comparator<Archive> byVersion = Comparator.comparing(Archive::version);
    Optional<Archive> sameLine =
        archives.stream()
            .filter(archive -> archive.version().sameLine(minimum))
            .filter(archive -> archive.version().compareTo(minimum) >= 0)
            .max(byVersion);
    return sameLine.or(
        () ->
            archives.stream()
                .filter(archive -> archive.version().suffices(minimum))
                .min(byVersion));
  }
}
