package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a rehearsal network changes in its next block without anybody's message. */
public interface Decree {
  int SMALLEST_BLOCK = 1 << 10;
  int LARGEST_BLOCK = 1 << 16;

  void apply(StateTree state, BlockStore store) throws IOException;

  /** So many good sectors in a deadline of a miner, as if they had been sealed long ago. */
  static Decree sectors(Address miner, long deadline, long count) {
    return (state, store) -> {
      Actor actor = state.find(miner).orElseThrow();
      MinerInfo info = actor.miner().orElseThrow();
      long size = WindowPost.partitionSectors(info.sectorSize());
      state.put(actor.with(info.withSectors(info.sectors().withCount(deadline, count, size))));
    };
  }

  /** So many bytes of state more: blocks of all sizes whose content cannot be compressed. */
  static Decree growth(long bytes, long seed) {
    return (state, store) -> {
      List<Cid> links = new ArrayList<>(new CborReader(store.require(state.code())).links());
      Random random = new Random(seed);
      for (long left = bytes; left > 0; ) {
        int wanted = SMALLEST_BLOCK + random.nextInt(LARGEST_BLOCK - SMALLEST_BLOCK);
        byte[] block = new byte[(int) Math.min(left, wanted)];
        random.nextBytes(block);
        Cid cid = Cid.ofRaw(block);
        store.put(cid, block);
        links.add(cid);
        left -= block.length;
      }
      state.setCode(store.putCbor(new CborWriter().links(links).toBytes()));
    };
  }
}
