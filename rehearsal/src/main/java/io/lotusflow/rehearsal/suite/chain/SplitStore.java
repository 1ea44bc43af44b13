package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.util.Optional;

/**
 * Lotus' splitstore: what is new goes to the hot part; the cold one, which holds what was imported,
 * is asked for the rest. So a node whose cold part is replaced goes on at the head that it had.
 */
public final class SplitStore implements BlockStore {
  private final BlockStore hot;
  private final BlockStore cold;

  public SplitStore(BlockStore hot, BlockStore cold) {
    this.hot = hot;
    this.cold = cold;
  }

  @Override
  public void put(Cid cid, byte[] data) throws IOException {
    if (!has(cid)) {
      hot.put(cid, data);
    }
  }

  @Override
  public boolean has(Cid cid) {
    return hot.has(cid) || cold.has(cid);
  }

  @Override
  public Optional<byte[]> get(Cid cid) throws IOException {
    Optional<byte[]> found = hot.get(cid);
    return found.isPresent() ? found : cold.get(cid);
  }

  /** Copies a block to the hot part. */
  public void warm(Cid cid) throws IOException {
    hot.put(cid, cold.require(cid));
  }

  @Override
  public void close() throws IOException {
    hot.close();
    cold.close();
  }
}
