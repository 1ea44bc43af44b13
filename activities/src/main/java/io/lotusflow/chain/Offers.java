package io.lotusflow.chain;

import io.lotusflow.download.Offer;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** A source as the downloading sees it. */
final class Offers {
  private Offers() {}

  static List<Offer> of(SnapshotSource source) {
    return Stream.concat(
            Stream.of(new SnapshotMirror(source.location(), source.etag(), 0)),
            source.mirrors().stream())
        .map(mirror -> offer(source, mirror))
        .toList();
  }

  private static Offer offer(SnapshotSource source, SnapshotMirror mirror) {
    return new Offer(
        URI.create(mirror.location()),
        source.bytes(),
        mirror.etag(),
        source.sha256(),
        !source.allOrNothing(),
        mirror.bytesPerSecond());
  }
}
