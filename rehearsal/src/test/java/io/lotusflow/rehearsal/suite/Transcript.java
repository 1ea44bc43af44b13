package io.lotusflow.rehearsal.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a real Lotus v1.36 did: a command with its stdout, stderr and exit code, with everything
 * that differs from run to run replaced, so that it can be compared with what the suite does.
 */
record Transcript(String stdout, String stderr, int exitCode) {
  static Transcript named(String name) {
    String path = "/transcripts/" + name + ".txt";
    try (InputStream in = Transcript.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no transcript " + path);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Transcript parse(String text) {
    int out = text.indexOf("--- stdout\n") + "--- stdout\n".length();
    int err = text.indexOf("--- stderr\n", out);
    int end = text.indexOf("--- end;", err);
    int exit = text.lastIndexOf("# exit ") + "# exit ".length();
    return new Transcript(
        text.substring(out, err),
        text.substring(err + "--- stderr\n".length(), end),
        Integer.parseInt(text.substring(exit).strip()));
  }

  /** The body of an HTTP answer that curl printed, with or without headers. */
  String body() {
    int gap = stdout.indexOf("\r\n\r\n");
    int plain = stdout.indexOf("\n\n");
    int from = gap >= 0 ? gap + 4 : stdout.startsWith("HTTP") && plain >= 0 ? plain + 2 : 0;
    return stdout.substring(from).strip();
  }

  int httpStatus() {
    return Integer.parseInt(stdout.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
  }

  Transcript normal() {
    return new Transcript(normal(stdout), normal(stderr), exitCode);
  }

  /** Times, ids, addresses, tokens, versions, paths and ports differ. */
  static String normal(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("(?m)^[A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
        .replaceAll("\\([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d\\)", "(TIME)")
        .replaceAll("baf[ky][0-9a-z]{40,}", "CID")
        .replaceAll("\\bt[123][a-z2-7]{30,}", "ADDRESS")
        .replaceAll("\\bt0\\d+", "ID")
        .replaceAll("12D3KooW[1-9A-HJ-NP-Za-km-z]+", "PEER")
        .replaceAll("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", "TOKEN")
        .replaceAll("v1\\.36\\.2[-+.a-z0-9]*", "VERSION")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST:PORT")
        .replaceAll("/tcp/\\d+", "/tcp/PORT")
        .replaceAll("(?<![a-z:/.0-9])/(srv|tmp)/[^\\s'\"),:]+", "PATH")
        .replaceAll(
            "(?m)^.*(badgerbs|watchdog|alerting|modules/core.go|winning_prover|retry/retry).*\\R",
            "")
        .replaceAll(
            "[0-9.]+ [KM]?i?B / [0-9.]+ [KM]?i?B \\[[^]]*] [0-9.]+% (\\? p/s \\?|[0-9.]+ [KM]?i?B p/s ETA (\\?|\\d+s))",
            "")
        .replaceAll("[0-9.]+ [KM]?i?B / [^%]*% [^T]*?s(?=TIME|\\R|$)", "BAR")
        .replaceAll("(?m)^\\R", "")
        .replaceAll("(?m)^\\d+: \\(TIME\\)", "HEIGHT: (TIME)");
  }
}
