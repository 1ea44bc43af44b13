package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.util.List;
import java.util.Optional;

/**
 * The root block of a snapshot of version 2 (FRC-0108): it names the head, which in version 1 is
 * the root itself.
 *
 * @param f3 a raw block with F3's certificates, which follows this one
 */
public record SnapshotMetadata(List<Cid> head, Optional<Cid> f3) {
  private static final long VERSION = 2;

  public SnapshotMetadata {
    head = List.copyOf(head);
  }

  public byte[] cbor() {
    CborWriter cbor = new CborWriter().map(3).text("F3Data");
    if (f3.isPresent()) {
      cbor.link(f3.get());
    } else {
      cbor.nothing();
    }
    return cbor.text("Version").integer(VERSION).text("HeadTipsetKey").links(head).toBytes();
  }

  /** A block that is no map is a {@link CborReader.CborException}. */
  public static SnapshotMetadata ofCbor(byte[] block) {
    CborReader cbor = new CborReader(block);
    int entries = cbor.map();
    List<Cid> head = List.of();
    Optional<Cid> f3 = Optional.empty();
    for (int i = 0; i < entries; i++) {
      switch (cbor.text()) {
        case "HeadTipsetKey" -> head = cbor.links();
        case "F3Data" -> f3 = cbor.nothing() ? Optional.empty() : Optional.of(cbor.link());
        default -> cbor.integer();
      }
    }
    return new SnapshotMetadata(head, f3);
  }
}
