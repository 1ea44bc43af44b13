package io.lotusflow.download;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SHA-256 sums beside files: {@code X.car.zst.sha256sum} as Forest's archive has them, {@code
 * X.car.sha256sum} and {@code X.sha256sum} as older ones do, {@code X.car.sha256}.
 */
public final class Checksums {
  private static final Pattern LINE =
      Pattern.compile("^\\s*([0-9a-fA-F]{64})(?:\\s+\\*?(\\S+))?\\s*$", Pattern.MULTILINE);

  private final Http http;

  Checksums(Http http) {
    this.http = http;
  }

  /** Empty if there is none. */
  String published(URI file) throws IOException {
    String name = lastPart(file.getPath());
    for (String beside : besides(name)) {
      Optional<String> digest =
          http.text(file.resolve(encoded(beside))).flatMap(text -> of(name, text));
      if (digest.isPresent()) {
        return digest.get();
      }
    }
    return "";
  }

  /** A query belongs to the file itself, as in signed addresses. */
  private static URI encoded(String name) {
    return URI.create("./" + name.replace(" ", "%20"));
  }

  /** Names of files that may hold the sum of a file of this name, likeliest first. */
  public static Set<String> besides(String name) {
    Set<String> names = new LinkedHashSet<>();
    names.add(name + ".sha256sum");
    names.add(name + ".sha256");
    String shorter = name;
    while (shorter.matches(".+\\.(zst|car|forest)")) {
      shorter = shorter.substring(0, shorter.lastIndexOf('.'));
      names.add(shorter + ".sha256sum");
    }
    return names;
  }

  /** The sum of that file, lower-case; a sum that names another file is not ours. */
  public static Optional<String> of(String name, String text) {
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      if (line.group(2) == null || lastPart(line.group(2)).equals(name)) {
        return Optional.of(line.group(1).toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
