package io.lotusflow.rehearsal.suite.network;

import io.lotusflow.rehearsal.suite.chain.Actor;
import io.lotusflow.rehearsal.suite.chain.BlockFile;
import io.lotusflow.rehearsal.suite.chain.BlockProduction;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.Decree;
import io.lotusflow.rehearsal.suite.chain.F3Noise;
import io.lotusflow.rehearsal.suite.chain.Genesis;
import io.lotusflow.rehearsal.suite.chain.Message;
import io.lotusflow.rehearsal.suite.chain.Proving;
import io.lotusflow.rehearsal.suite.chain.Signature;
import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.chain.Snapshot;
import io.lotusflow.rehearsal.suite.chain.StateTree;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Blake2b;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rehearsal network: one block producer with its chain, its message pool and a faucet, reached
 * over HTTP. All of it lies in one folder and survives kill -9. The rounds for which it was away
 * are empty; the first block afterwards has today's height.
 */
public final class Network implements AutoCloseable {
  /** A fresh network has this much past, so that a snapshot holds a chain. */
  private static final int FIRST_EPOCHS = 100;

  private static final int BLOCK_MESSAGES = 100;
  private static final int SECP256K1 = 1;
  private static final long TRANSFER_GAS = 1_500_000;

  private final Path folder;
  private final Chain chain;
  private final MessagePool pool;
  private final FileLock lock;
  private final NetworkServer server;
  private final long delaySeconds;
  private final long genesisSeconds;
  private final List<Decree> decrees = new ArrayList<>();
  private long grownAt;
  private final Thread clock = new Thread(this::keepTime, "rehearsal-network-clock");

  private Network(Path folder, InetSocketAddress address, Duration blockDelay, FileLock lock)
      throws IOException {
    this.folder = folder;
    this.lock = lock;
    this.delaySeconds = blockDelay.toSeconds();
    this.chain =
        Chain.open(BlockFile.open(folder.resolve("chain/blocks")), folder.resolve("chain/head"));
    this.pool = MessagePool.open(folder.resolve("mpool"));
    if (chain.isEmpty()) {
      begin(foundedProving(folder.resolve("proving")));
    }
    this.genesisSeconds = chain.genesis().orElseThrow().header().timestamp();
    writeGenesis();
    catchUp();
    this.server = new NetworkServer(this, address, NodeKey.peerId(folder.resolve("node-key")));
  }

  /**
   * Opens the network in the folder, or founds one there, and serves it at the address.
   *
   * @param blockDelay whole seconds from one epoch to the next; a network keeps the delay it was
   *     founded with
   * @throws IOException also when another process has it open, or when it was founded with another
   *     delay
   */
  public static Network open(Path folder, InetSocketAddress address, Duration blockDelay)
      throws IOException {
    Files.createDirectories(folder);
    FileChannel file =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
      throw new IOException("the network in " + folder + " is open in another process");
    }
    try {
      holdToDelay(folder.resolve("blockdelay"), blockDelay);
      Network network = new Network(folder, address, blockDelay, lock);
      network.clock.setDaemon(true);
      network.clock.start();
      return network;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void holdToDelay(Path file, Duration blockDelay) throws IOException {
    String seconds = Long.toString(blockDelay.toSeconds());
    if (!Files.exists(file)) {
      Files.writeString(file, seconds, StandardCharsets.US_ASCII);
    }
    String founded = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!founded.equals(seconds)) {
      throw new IOException(
          "the network in "
              + file.getParent()
              + " has a block delay of "
              + founded
              + " s, not "
              + seconds
              + " s");
    }
  }

  /** The file, if someone put it there before the first start: deadlines and window in epochs. */
  private static Proving foundedProving(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Proving.SHORT;
    }
    String[] words = Files.readString(file, StandardCharsets.US_ASCII).strip().split(" +", -1);
    return Proving.of(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  private void begin(Proving proving) throws IOException {
    long start = now() - FIRST_EPOCHS * delaySeconds;
    Genesis.create(chain, start, proving);
    BlockProduction production = new BlockProduction(chain);
    for (int height = 1; height <= FIRST_EPOCHS; height++) {
      production.produce(height, start + height * delaySeconds, List.of(), List.of());
    }
  }

  private void writeGenesis() throws IOException {
    if (!Files.exists(genesis())) {
      Path fresh = folder.resolve("genesis.car.new");
      new Snapshot(chain, 0, true).write(fresh, chain.genesis().orElseThrow());
      Files.move(fresh, genesis());
    }
  }

  /** A block that cannot be made, say on a full disk, is tried again in the next round. */
  private void keepTime() {
    try {
      while (true) {
        long next = (genesisSeconds + (currentEpoch() + 1) * delaySeconds) * 1000;
        Thread.sleep(Math.max(1, next - System.currentTimeMillis()));
        try {
          catchUp();
        } catch (IOException | UncheckedIOException e) {
          System.err.println("rehearsal network: no block in this round: " + e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private long currentEpoch() {
    return Math.floorDiv(now() - genesisSeconds, delaySeconds);
  }

  private synchronized void catchUp() throws IOException {
    long epoch = currentEpoch();
    Tipset head = chain.head();
    if (epoch > head.height()) {
      List<SignedMessage> messages =
          pool.all().isEmpty() ? List.of() : executable(chain.stateAfter(head));
      new BlockProduction(chain)
          .produce(epoch, genesisSeconds + epoch * delaySeconds, messages, decrees);
      decrees.clear();
      for (SignedMessage message : messages) {
        pool.remove(message.cid());
      }
    }
  }

  /** Messages whose turn it is: per sender without a gap from the state's nonce. */
  private List<SignedMessage> executable(StateTree state) throws IOException {
    List<SignedMessage> waiting = pool.all();
    waiting.sort(Comparator.comparingLong(signed -> signed.message().nonce()));
    StateTree after = state.copy();
    List<SignedMessage> chosen = new ArrayList<>();
    for (SignedMessage signed : waiting) {
      Message message = signed.message();
      Optional<Actor> sender = after.find(message.from());
      long nonce = sender.isPresent() ? sender.get().nonce() : -1;
      if (message.nonce() < nonce) {
        pool.remove(signed.cid());
      } else if (message.nonce() == nonce + countFrom(chosen, message.from())
          && chosen.size() < BLOCK_MESSAGES) {
        chosen.add(signed);
      }
    }
    return chosen;
  }

  private static long countFrom(List<SignedMessage> messages, Address from) {
    long count = 0;
    for (SignedMessage signed : messages) {
      if (signed.message().from().equals(from)) {
        count++;
      }
    }
    return count;
  }

  /** Where daemons and faucet users reach it. */
  public URI uri() {
    return server.uri();
  }

  /**
   * The line for {@code bootstrap.pi}: {@code /ip4/127.0.0.1/tcp/PORT/p2p/12D3KooW…}; the same
   * after each reopening.
   */
  public String multiaddr() {
    return server.multiaddr();
  }

  /** The height of the head. */
  public long height() {
    return chain.height();
  }

  /** A CAR with the genesis block and its state, for {@code lotus daemon --genesis}. */
  public Path genesis() {
    return folder.resolve("genesis.car");
  }

  /** Writes the chain up to its head, with all states, atomically over the file. */
  public void exportSnapshot(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    new Snapshot(chain, Long.MAX_VALUE, false).write(fresh, chain.head());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Writes a snapshot with so many recent states, and old messages only with old states. Returns
   * the height of its head.
   */
  public long export(OutputStream out, long recentStates) throws IOException {
    Tipset head = chain.head();
    new Snapshot(chain, recentStates, recentStates < Long.MAX_VALUE).write(out, head);
    return head.height();
  }

  /** Writes a snapshot of version 2 with all states and so many bytes of F3's certificates. */
  public long exportVersion2(OutputStream out, long f3Bytes) throws IOException {
    Tipset head = chain.head();
    new Snapshot(chain, Long.MAX_VALUE, false).writeVersion2(out, head, new F3Noise(f3Bytes));
    return head.height();
  }

  /**
   * Gives a miner so many good sectors in a deadline, in the next block.
   *
   * @throws IllegalArgumentException if there is no such miner or deadline
   */
  public synchronized void setSectors(String miner, long deadline, long count) throws IOException {
    Address address = Address.parse(miner);
    StateTree state = chain.stateAfter(chain.head());
    if (state.find(address).flatMap(Actor::miner).isEmpty()) {
      throw new IllegalArgumentException("no miner " + miner + " on this network");
    }
    if (deadline < 0 || deadline >= state.proving().deadlines() || count < 0) {
      throw new IllegalArgumentException(
          "deadlines of this network are 0 to " + (state.proving().deadlines() - 1));
    }
    decrees.add(Decree.sectors(address, deadline, count));
  }

  /** Makes the state so many bytes larger, in the next block. */
  public synchronized void grow(long bytes) {
    decrees.add(Decree.growth(bytes, System.nanoTime()));
    grownAt = chain.height() + 1;
  }

  /** The height from which on all was there that was ordered. */
  public synchronized long grownAt() {
    return grownAt;
  }

  /** The miners there are, but for the network's own. */
  public List<String> miners() throws IOException {
    List<String> miners = new ArrayList<>();
    for (Actor actor : chain.stateAfter(chain.head()).miners()) {
      if (!actor.idAddress().equals(Genesis.BLOCK_MINER)) {
        miners.add(actor.idAddress().toString());
      }
    }
    return miners;
  }

  /** Sends test FIL; on the chain two epochs later. Each call sends anew. */
  public void fund(String address, BigInteger attoFil) throws IOException {
    transfer(Address.parse(address), attoFil);
  }

  synchronized Cid transfer(Address to, BigInteger attoFil) throws IOException {
    long stateNonce = chain.stateAfter(chain.head()).find(Genesis.FAUCET).orElseThrow().nonce();
    long nonce = pool.nextNonce(Genesis.FAUCET, stateNonce);
    Message message =
        Message.draft(Genesis.FAUCET, to, attoFil, 0, new byte[0])
            .withNonceAndGas(nonce, TRANSFER_GAS, BigInteger.valueOf(200), BigInteger.ONE);
    String signature = Base64.getEncoder().encodeToString(Blake2b.hash(64, message.cbor()));
    SignedMessage signed = new SignedMessage(message, new Signature(SECP256K1, signature));
    pool.add(signed);
    return signed.cid();
  }

  /**
   * Takes a message into the pool, where the first of equal nonce stays. One whose nonce has been
   * used is dropped without a word, as by peers. Throws {@link IllegalArgumentException} with
   * Lotus' words if it cannot be paid.
   */
  synchronized Cid push(SignedMessage signed) throws IOException {
    Message message = signed.message();
    Cid cid = signed.cid();
    if (chain.includes(cid)) {
      return cid;
    }
    Actor sender =
        chain
            .stateAfter(chain.head())
            .find(message.from())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "failed to look up actor " + message.from() + ": actor not found"));
    if (message.nonce() < sender.nonce() || pool.hasOther(message)) {
      return cid;
    }
    if (sender.balance().compareTo(message.value().add(message.gasCost())) < 0) {
      throw new IllegalArgumentException("mpool push: not enough funds");
    }
    pool.add(signed);
    return cid;
  }

  Chain chain() {
    return chain;
  }

  MessagePool pool() {
    return pool;
  }

  long delaySeconds() {
    return delaySeconds;
  }

  @Override
  public void close() {
    clock.interrupt();
    server.close();
    try {
      synchronized (this) {
        chain.close();
        lock.acquiredBy().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing the network", e);
    }
  }
}
