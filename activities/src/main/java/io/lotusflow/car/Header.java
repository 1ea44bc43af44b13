package io.lotusflow.car;

import java.util.List;
import java.util.Optional;

/** What is needed of a block header. */
record Header(List<Cid> parents, long height, Cid stateRoot, Cid messages, long timestamp) {
  private static final int FIELDS = 16;

  /** Empty if it is no block header. */
  static Optional<Header> read(byte[] bytes, int from, int end) {
    try {
      Cbor cbor = new Cbor(bytes, from, end);
      if (cbor.open(Cbor.ARRAY) != FIELDS) {
        return Optional.empty();
      }
      cbor.skip(5);
      List<Cid> parents = cbor.links();
      cbor.skip(1);
      long height = cbor.unsigned();
      Cid stateRoot = cbor.link();
      cbor.skip(1);
      Cid messages = cbor.link();
      cbor.skip(1);
      return Optional.of(new Header(parents, height, stateRoot, messages, cbor.unsigned()));
    } catch (Cbor.Unexpected notAHeader) {
      return Optional.empty();
    }
  }
}
