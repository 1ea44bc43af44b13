package io.lotusflow.chain;

import io.lotusflow.download.Checksums;
import io.lotusflow.download.Http;
import io.lotusflow.download.HttpRefused;
import io.lotusflow.download.Mirroring;
import io.lotusflow.download.Offer;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the one file behind a source, who else has it, and the digest published for it. */
final class SourceResolver {
  private final SnapshotPlan plan;
  private final Http http;

  SourceResolver(SnapshotPlan plan, Http http) {
    this.plan = plan;
    this.http = http;
  }

  static boolean isUrl(String source) {
    return source.matches("https?://.*");
  }

  SnapshotSource resolve() {
    try {
      return isUrl(plan.source()) ? remote() : local();
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
    String sha256 = plan.sha256().isEmpty() ? sumBeside(file).orElse("") : plan.sha256();
    long bytes = Files.size(file);
    String note = note(file.toString(), bytes, sha256);
    return new SnapshotSource(Receipt.alreadySo(note), file.toString(), bytes, sha256, "");
  }

  private static Optional<String> sumBeside(Path file) {
    String name = file.getFileName().toString();
    return Checksums.besides(name).stream()
        .map(file::resolveSibling)
        .filter(Files::isRegularFile)
        .flatMap(sums -> Checksums.of(name, text(sums)).stream())
        .findFirst();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SnapshotSource remote() throws IOException {
    List<URI> urls =
        Stream.concat(Stream.of(plan.source()), plan.fetching().mirrors().stream())
            .distinct()
            .map(URI::create)
            .toList();
    Mirroring found = new Mirroring(http, urls, plan.sha256());
    List<Offer> same = found.sameFile();
    Offer first = same.get(0);
    List<SnapshotMirror> others = same.stream().skip(1).map(SourceResolver::mirror).toList();
    List<String> notes = new ArrayList<>();
    notes.add(note(first.url().toString(), first.bytes(), first.sha256()));
    if (!first.ranges()) {
      notes.add("gives no ranges: a break starts it over");
    }
    others.forEach(other -> notes.add("also from " + other.location()));
    notes.addAll(found.leftOut());
    return new SnapshotSource(
        Receipt.alreadySo(String.join("; ", notes)),
        first.url().toString(),
        first.bytes(),
        first.sha256(),
        first.etag(),
        !first.ranges(),
        others);
  }

  private static SnapshotMirror mirror(Offer offer) {
    return new SnapshotMirror(offer.url().toString(), offer.etag(), offer.bytesPerSecond());
  }

  private static String note(String location, long bytes, String sha256) {
    return "%s, %s, %s"
        .formatted(
            location,
            bytes == 0 ? "size unknown" : new ByteSize(bytes),
            sha256.isEmpty() ? "no digest published" : "sha256 " + sha256);
  }
}
