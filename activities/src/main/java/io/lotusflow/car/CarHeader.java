package io.lotusflow.car;

import java.util.List;

/** The first section of a CAR. */
record CarHeader(long version, List<Cid> roots) {

  /**
   * Reads a header.
   *
   * @throws Cbor.Unexpected if it is none
   */
  static CarHeader read(byte[] bytes, int from, int end) {
    Cbor cbor = new Cbor(bytes, from, end);
    int pairs = cbor.open(Cbor.MAP);
    long version = 0;
    List<Cid> roots = List.of();
    for (int i = 0; i < pairs; i++) {
      switch (cbor.text()) {
        case "version" -> version = cbor.unsigned();
        case "roots" -> roots = cbor.links();
        default -> cbor.skip(1);
      }
    }
    if (version != 1 || roots.isEmpty() || !cbor.isAtEnd()) {
      throw new Cbor.Unexpected("version " + version + ", " + roots.size() + " roots");
    }
    return new CarHeader(version, roots);
  }
}
