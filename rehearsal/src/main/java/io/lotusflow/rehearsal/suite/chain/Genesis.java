package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Fil;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The first block: the system's actors, a rich account (the faucet), and one miner who makes all
 * blocks.
 */
public final class Genesis {
  /** The account that pays out test FIL; nobody holds its key, the network itself signs for it. */
  public static final Address FAUCET =
      Address.ofSecp256k1(
          "the faucet of the rehearsal network"
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  /** Who makes the blocks. */
  public static final Address BLOCK_MINER = Address.ofId(1000);

  private static final long FAUCET_ID = 100;
  private static final long FIRST_FREE_ID = 1001;
  private static final int CODE_BLOCKS = 24;
  private static final int CODE_BLOCK_SIZE = 64 << 10;

  private Genesis() {}

  /**
   * Writes the genesis block into an empty chain.
   *
   * @param timestamp seconds since 1970
   */
  public static Tipset create(Chain chain, long timestamp, Proving proving) throws IOException {
    BlockStore store = chain.store();
    Cid state = state(writeCode(store), proving).write(store);
    BlockHeader header =
        new BlockHeader(
            Address.ofId(0),
            base64("genesis ticket"),
            new BlockHeader.ElectionProof(0, ""),
            List.of(
                new BlockHeader.BeaconEntry(0, Base64.getEncoder().encodeToString(new byte[32]))),
            List.of(),
            List.of(),
            BigInteger.ZERO,
            0,
            state,
            Amt.write(store, List.of()),
            MessageLists.write(store, List.of()),
            Optional.empty(),
            timestamp,
            Optional.empty(),
            0,
            Execution.BASE_FEE);
    Tipset genesis = Tipset.of(header);
    chain.setHead(genesis);
    return genesis;
  }

  /**
   * Stands for the actors' code: some incompressible megabytes that make a snapshot worth a
   * progress bar.
   */
  private static Cid writeCode(BlockStore store) throws IOException {
    Random random = new Random(20201104);
    List<Cid> links = new ArrayList<>();
    for (int i = 0; i < CODE_BLOCKS; i++) {
      byte[] block = new byte[CODE_BLOCK_SIZE];
      random.nextBytes(block);
      Cid cid = Cid.ofRaw(block);
      store.put(cid, block);
      links.add(cid);
    }
    return store.putCbor(new CborWriter().links(links).toBytes());
  }

  private static StateTree state(Cid code, Proving proving) {
    StateTree state = new StateTree(code, FIRST_FREE_ID, proving);
    state.put(Actor.system(0, "system"));
    state.put(Actor.system(1, "init"));
    state.put(Actor.system(2, "reward"));
    state.put(Actor.system(3, "cron"));
    state.put(Actor.system(4, "storagepower"));
    state.put(Actor.system(5, "storagemarket"));
    state.put(Actor.system(6, "verifiedregistry"));
    state.put(Actor.account(99, Address.ofActor(new byte[] {99}), BigInteger.ZERO));
    state.put(Actor.account(FAUCET_ID, FAUCET, Fil.ofWhole(1_000_000_000)));
    Address owner = Address.ofId(FAUCET_ID);
    MinerInfo miner =
        new MinerInfo(
            MinerKeys.of(owner, owner, List.of()),
            "",
            List.of(),
            2048,
            0,
            BigInteger.ZERO,
            MinerSectors.NONE,
            Map.of());
    state.put(
        Actor.miner(BLOCK_MINER.id(), Address.ofActor(new byte[] {1}), Fil.ofWhole(1000), miner));
    return state;
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
