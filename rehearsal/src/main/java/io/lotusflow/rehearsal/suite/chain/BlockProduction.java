package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Blake2b;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Makes the next block. Its proofs have the right lengths and prove nothing. */
public final class BlockProduction {
  private static final BigInteger WEIGHT_PER_BLOCK = BigInteger.valueOf(4608);
  private static final int BLS = 2;

  private final Chain chain;

  public BlockProduction(Chain chain) {
    this.chain = chain;
  }

  /**
   * Appends a block with these messages at this height, which is above the head's, and makes it the
   * head.
   */
  public Tipset produce(
      long height, long timestamp, List<SignedMessage> messages, List<Decree> decrees)
      throws IOException {
    Tipset parent = chain.head();
    Chain.Prepared roots = chain.prepare(parent, height, messages, decrees);
    BlockHeader header =
        new BlockHeader(
            Genesis.BLOCK_MINER,
            noise(96, parent.cid(), height),
            new BlockHeader.ElectionProof(1, noise(96, parent.cid(), -height)),
            List.of(new BlockHeader.BeaconEntry(100 + height, noise(32, parent.cid(), height))),
            List.of(new BlockHeader.PoStProof(0, "dmFsaWQgcHJvb2Y=")),
            List.of(parent.cid()),
            parent.header().parentWeight().add(WEIGHT_PER_BLOCK),
            height,
            roots.state(),
            roots.receipts(),
            roots.messages(),
            Optional.of(new Signature(BLS, noise(96, roots.messages(), height))),
            timestamp,
            Optional.of(new Signature(BLS, noise(96, roots.state(), height))),
            0,
            Execution.BASE_FEE);
    Tipset tipset = Tipset.of(header);
    chain.setHead(tipset);
    return tipset;
  }

  private static String noise(int length, Cid cid, long salt) {
    byte[] seed =
        ByteBuffer.allocate(Cid.LENGTH + Long.BYTES).put(cid.bytes()).putLong(salt).array();
    byte[] first = Blake2b.hash(64, seed);
    byte[] second = Blake2b.hash(64, first);
    byte[] noise = Arrays.copyOf(first, length);
    if (length > 64) {
      System.arraycopy(second, 0, noise, 64, length - 64);
    }
    return Base64.getEncoder().encodeToString(noise);
  }
}
