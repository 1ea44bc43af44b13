package io.lotusflow.chain;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the one file behind a source, and the digest published for that file. */
final class SourceResolver {
  private static final List<String> DIGESTS = List.of(".sha256sum", ".sha256");
  private static final Pattern SHA256 = Pattern.compile("\\b([0-9a-fA-F]{64})\\b");
  private static final Set<Integer> NO_HEAD = Set.of(403, 405, 501);

  private final SnapshotPlan plan;
  private final Transfer transfer;

  SourceResolver(SnapshotPlan plan, Transfer transfer) {
    this.plan = plan;
    this.transfer = transfer;
  }

  static boolean isUrl(String source) {
    return source.matches("https?://.*");
  }

  SnapshotSource resolve() {
    try {
      return isUrl(plan.source()) ? remote(URI.create(plan.source())) : local();
    } catch (IOException e) {
      boolean never = e instanceof HttpRefused refused && !refused.mayPass();
      throw never
          ? SnapshotProblem.SNAPSHOT_MISSING.because(plan.source(), e.getMessage())
          : SnapshotProblem.SNAPSHOT_NOT_FETCHED.because(
              plan.source(), new ByteSize(0), e.getMessage());
    }
  }

  private SnapshotSource local() throws IOException {
    Path file = Path.of(plan.source());
    if (!Files.isRegularFile(file)) {
      throw SnapshotProblem.SNAPSHOT_MISSING.because(file, "no such file");
    }
    String sha256 = plan.sha256();
    for (String suffix : DIGESTS) {
      Path beside = file.resolveSibling(file.getFileName() + suffix);
      if (sha256.isEmpty() && Files.isRegularFile(beside)) {
        sha256 = digestIn(Files.readString(beside)).orElse("");
      }
    }
    return source(file.toString(), Files.size(file), sha256, "");
  }

  private SnapshotSource remote(URI url) throws IOException {
    Transfer.Answer answer = transfer.ask("HEAD", url, Map.of());
    if (NO_HEAD.contains(answer.status())) {
      answer = transfer.ask("GET", url, Map.of("Range", "bytes=0-0"));
    }
    if (answer.status() >= 300) {
      throw answer.refused();
    }
    long bytes =
        answer.status() == 206
            ? ContentRange.parse(answer.header("Content-Range")).map(ContentRange::total).orElse(0L)
            : Math.max(0, answer.length());
    answer.connection().disconnect();
    String sha256 = plan.sha256().isEmpty() ? published(answer.url()) : plan.sha256();
    return source(answer.url().toString(), bytes, sha256, answer.header("ETag"));
  }

  /** Beside the versioned file: what {@code latest} points to may be a newer one by now. */
  private String published(URI file) throws IOException {
    for (String suffix : DIGESTS) {
      Optional<String> digest =
          transfer.text(URI.create(file + suffix)).flatMap(SourceResolver::digestIn);
      if (digest.isPresent()) {
        return digest.get();
      }
    }
    return "";
  }

  private static Optional<String> digestIn(String text) {
    Matcher digest = SHA256.matcher(text);
    return digest.find() ? Optional.of(digest.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  private static SnapshotSource source(String location, long bytes, String sha256, String etag) {
    String note =
        "%s, %s, %s"
            .formatted(
                location,
                bytes == 0 ? "size unknown" : new ByteSize(bytes),
                sha256.isEmpty() ? "no digest published" : "sha256 " + sha256);
    return new SnapshotSource(Receipt.alreadySo(note), location, bytes, sha256, etag);
  }
}
