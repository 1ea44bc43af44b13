package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.util.Optional;

/** Blocks by content id. */
public interface BlockStore extends AutoCloseable {
  /** Keeps the block; a second time does nothing. */
  void put(Cid cid, byte[] data) throws IOException;

  boolean has(Cid cid);

  Optional<byte[]> get(Cid cid) throws IOException;

  @Override
  void close() throws IOException;

  default Cid putCbor(byte[] data) throws IOException {
    Cid cid = Cid.ofCbor(data);
    put(cid, data);
    return cid;
  }

  default byte[] require(Cid cid) throws IOException {
    return get(cid).orElseThrow(() -> new IOException("ipld: could not find " + cid));
  }
}
