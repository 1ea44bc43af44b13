package io.lotusflow.lotus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recorded sessions with a real node, in the test resources. */
public final class Transcripts {
  private static final Pattern STATUS = Pattern.compile("^HTTP/1.1 (\\d+)", Pattern.MULTILINE);

  private Transcripts() {}

  /** What a recorded command printed on stdout. */
  public static String stdout(String name) {
    String text = text(name);
    int begin = text.indexOf("--- stdout\n") + "--- stdout\n".length();
    return text.substring(begin, text.indexOf("--- stderr", begin));
  }

  /** What a recorded command printed on stderr. */
  public static String stderr(String name) {
    String text = text(name);
    int begin = text.indexOf("--- stderr\n") + "--- stderr\n".length();
    int end = text.indexOf("--- end", begin);
    return text.substring(begin, end < 0 ? text.indexOf("\n# exit", begin) : end);
  }

  /** The body of a recorded HTTP answer. */
  public static String body(String name) {
    return Arrays.stream(stdout(name).split("\n", -1))
        .filter(line -> line.startsWith("{"))
        .findFirst()
        .orElse("");
  }

  /** The status of a recorded HTTP answer; 200 where headers were not recorded. */
  public static int status(String name) {
    Matcher status = STATUS.matcher(stdout(name));
    return status.find() ? Integer.parseInt(status.group(1)) : 200;
  }

  private static String text(String name) {
    URL file =
        Objects.requireNonNull(
            Transcripts.class.getResource("/transcripts/" + name + ".txt"), () -> name);
    try (var stream = file.openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
