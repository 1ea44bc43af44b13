package io.lotusflow.car;

import java.util.List;
import java.util.Optional;

/**
 * The root of a version 2 snapshot (FRC-0108).
 *
 * @param finality the block with the certificates of F3, if it brings them
 */
record Metadata(long version, List<Cid> head, Optional<Cid> finality) {

  /** Empty if it is none; a map, or its values in order. */
  static Optional<Metadata> read(byte[] bytes, int from, int end) {
    try {
      Cbor cbor = new Cbor(bytes, from, end);
      Metadata metadata = cbor.type() == Cbor.MAP ? named(cbor) : ordered(cbor);
      return metadata.version >= 2 && !metadata.head.isEmpty()
          ? Optional.of(metadata)
          : Optional.empty();
    } catch (Cbor.Unexpected notMetadata) {
      return Optional.empty();
    }
  }

  private static Metadata ordered(Cbor cbor) {
    if (cbor.open(Cbor.ARRAY) != 3) {
      throw new Cbor.Unexpected("not three values");
    }
    return new Metadata(cbor.unsigned(), cbor.links(), finality(cbor));
  }

  private static Metadata named(Cbor cbor) {
    int pairs = cbor.open(Cbor.MAP);
    long version = 0;
    List<Cid> head = List.of();
    Optional<Cid> finality = Optional.empty();
    for (int i = 0; i < pairs; i++) {
      switch (cbor.text()) {
        case "Version" -> version = cbor.unsigned();
        case "HeadTipsetKey" -> head = cbor.links();
        case "F3Data" -> finality = finality(cbor);
        default -> cbor.skip(1);
      }
    }
    return new Metadata(version, head, finality);
  }

  private static Optional<Cid> finality(Cbor cbor) {
    return cbor.isNull() ? Optional.empty() : Optional.of(cbor.link());
  }
}
