package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One chain: a store, which holds its blocks, and a file, which names its tip and is replaced
 * atomically, so that a kill leaves the chain at its last or its last but one tip.
 */
public final class Chain implements AutoCloseable {
  private final Path headFile;
  private final BlockStore store;
  private final NavigableMap<Long, Cid> heights = new TreeMap<>();
  private final Map<Cid, Long> messageHeights = new HashMap<>();
  private final Cid noMessages;

  private Chain(Path headFile, BlockStore store) throws IOException {
    this.headFile = headFile;
    this.store = store;
    this.noMessages = MessageLists.write(store, List.of());
  }

  /**
   * Opens the chain in the store, or an empty one.
   *
   * @param headFile the head pointer; a node keeps it apart from the blocks, in its metadata
   */
  public static Chain open(BlockStore store, Path headFile) throws IOException {
    Chain chain = new Chain(headFile, store);
    if (Files.exists(headFile)) {
      chain.index(Cid.parse(Files.readString(headFile, StandardCharsets.US_ASCII).strip()));
    }
    return chain;
  }

  /** Whether the head pointer names a block that the store lacks. */
  public boolean lacksItsHead() {
    return Files.exists(headFile) && heights.isEmpty();
  }

  public BlockStore store() {
    return store;
  }

  /**
   * What executed where: a message of the tipset at {@code height} - 1 or earlier, seen in the
   * tipset that carries its receipt.
   */
  public record Lookup(Receipt receipt, Tipset tipset, Message message) {}

  private void index(Cid head) throws IOException {
    heights.clear();
    messageHeights.clear();
    Optional<byte[]> block = store.get(head);
    Cid at = head;
    while (block.isPresent()) {
      BlockHeader header = BlockHeader.ofCbor(block.get());
      note(new Tipset(at, header));
      if (header.height() == 0 || header.parents().isEmpty()) {
        return;
      }
      at = header.parents().get(0);
      block = store.get(at);
    }
  }

  private void note(Tipset tipset) throws IOException {
    heights.put(tipset.height(), tipset.cid());
    if (!tipset.header().messages().equals(noMessages) && store.has(tipset.header().messages())) {
      for (Cid message : MessageLists.cids(store, tipset.header().messages())) {
        messageHeights.put(message, tipset.height());
      }
    }
  }

  public synchronized boolean isEmpty() {
    return heights.isEmpty();
  }

  public synchronized Tipset head() throws IOException {
    return load(heights.lastEntry().getValue());
  }

  /** The height of the head. */
  public synchronized long height() {
    return heights.lastKey();
  }

  public synchronized Optional<Tipset> genesis() throws IOException {
    Cid cid = heights.get(0L);
    return cid == null ? Optional.empty() : Optional.of(load(cid));
  }

  private Tipset load(Cid cid) throws IOException {
    return new Tipset(cid, BlockHeader.ofCbor(store.require(cid)));
  }

  /** The tipset with this id if it is part of the chain or at least known. */
  public synchronized Optional<Tipset> tipset(Cid cid) throws IOException {
    Optional<byte[]> block = store.get(cid);
    return block.isPresent()
        ? Optional.of(new Tipset(cid, BlockHeader.ofCbor(block.get())))
        : Optional.empty();
  }

  /** The tipset at this height, or the last one before it where the round was empty. */
  public synchronized Tipset atOrBefore(long height) throws IOException {
    Map.Entry<Long, Cid> entry = heights.floorEntry(height);
    return load(entry == null ? heights.firstEntry().getValue() : entry.getValue());
  }

  /** Up to {@code count} tipsets above this height, lowest first. */
  public synchronized List<Tipset> above(long height, int count) throws IOException {
    List<Tipset> tipsets = new ArrayList<>();
    for (Cid cid : heights.tailMap(height, false).values()) {
      if (tipsets.size() == count) {
        break;
      }
      tipsets.add(load(cid));
    }
    return tipsets;
  }

  /** Up to {@code count} tipsets that end with the head, lowest first. */
  public synchronized List<Tipset> last(int count) throws IOException {
    List<Tipset> tipsets = new ArrayList<>();
    for (Cid cid : heights.descendingMap().values()) {
      if (tipsets.size() == count) {
        break;
      }
      tipsets.add(0, load(cid));
    }
    return tipsets;
  }

  /**
   * Makes the tipset the head. Where it does not follow the present head, the chain is read anew
   * from it.
   */
  public synchronized void setHead(Tipset tipset) throws IOException {
    store.put(tipset.cid(), tipset.header().cbor());
    boolean follows =
        !heights.isEmpty()
            && tipset.header().parents().contains(heights.lastEntry().getValue())
            && tipset.height() > heights.lastKey();
    if (follows) {
      note(tipset);
    } else {
      index(tipset.cid());
    }
    Path fresh = headFile.resolveSibling("head.new");
    Files.writeString(fresh, tipset.cid().toString(), StandardCharsets.US_ASCII);
    Files.move(
        fresh, headFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The blocks without which this tipset cannot be a head: itself, its messages, its state. */
  public List<Cid> needed(Tipset tipset) throws IOException {
    List<Cid> blocks = new ArrayList<>();
    blocks.add(tipset.cid());
    blocks.addAll(MessageLists.blocks(store, tipset.header().messages()));
    blocks.addAll(Amt.blocks(store, tipset.header().parentReceipts()));
    blocks.addAll(StateTree.ownBlocks(store, tipset.header().parentState()));
    return blocks;
  }

  /** The state before the tipset's own messages. */
  public StateTree stateBefore(Tipset tipset) throws IOException {
    return StateTree.read(store, tipset.header().parentState());
  }

  /** The state after the tipset's own messages, worked out anew. */
  public StateTree stateAfter(Tipset tipset) throws IOException {
    StateTree state = stateBefore(tipset);
    Execution execution = new Execution(state, tipset.height());
    for (SignedMessage message : messages(tipset)) {
      execution.apply(message.message());
    }
    return state;
  }

  List<SignedMessage> messages(Tipset tipset) throws IOException {
    return MessageLists.read(store, tipset.header().messages());
  }

  /**
   * Puts the messages, the outcome of the parent's messages and their states in place for a tipset
   * of this height after it.
   *
   * @param decrees what the network changes in its state by itself
   */
  Prepared prepare(Tipset parent, long height, List<SignedMessage> messages, List<Decree> decrees)
      throws IOException {
    StateTree state = stateBefore(parent);
    Execution execution = new Execution(state, parent.height());
    List<byte[]> receipts = new ArrayList<>();
    for (SignedMessage message : messages(parent)) {
      receipts.add(execution.apply(message.message()).cbor());
    }
    new WindowPostMethods(state).endEpochs(parent.height(), height);
    for (Decree decree : decrees) {
      decree.apply(state, store);
    }
    return new Prepared(
        state.write(store), Amt.write(store, receipts), MessageLists.write(store, messages));
  }

  /** The roots that a new header names. */
  record Prepared(Cid state, Cid receipts, Cid messages) {}

  /**
   * Where and how the message was executed; nothing while it waits or its receipt is not on the
   * chain yet.
   */
  public synchronized Optional<Lookup> lookup(Cid message) throws IOException {
    Long included = messageHeights.get(message);
    Map.Entry<Long, Cid> executed = included == null ? null : heights.higherEntry(included);
    if (included == null || executed == null) {
      return Optional.empty();
    }
    Tipset tipset = load(executed.getValue());
    int index = MessageLists.cids(store, atOrBefore(included).header().messages()).indexOf(message);
    Receipt receipt = Amt.read(store, tipset.header().parentReceipts(), Receipt::read).get(index);
    return Optional.of(new Lookup(receipt, tipset, message(message).orElseThrow()));
  }

  /** The message of the same sender and nonce that is part of the chain in this one's place. */
  public synchronized Optional<Cid> replacing(Message message) throws IOException {
    for (Cid cid : messageHeights.keySet()) {
      Message other = message(cid).orElseThrow();
      if (other.from().equals(message.from())
          && other.nonce() == message.nonce()
          && !other.equals(message)) {
        return Optional.of(cid);
      }
    }
    return Optional.empty();
  }

  public synchronized boolean includes(Cid message) {
    return messageHeights.containsKey(message);
  }

  /**
   * The message with this id, if its block is here. Another kind of block is a {@link
   * CborReader.CborException}.
   */
  public Optional<Message> message(Cid cid) throws IOException {
    Optional<byte[]> block = store.get(cid);
    if (block.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        MessageLists.isSigned(block.get())
            ? SignedMessage.ofCbor(block.get()).message()
            : Message.ofCbor(block.get()));
  }

  /** Keeps a message that is part of no block yet. */
  public void keep(SignedMessage message) throws IOException {
    store.put(message.cid(), message.isBls() ? message.message().cbor() : message.cbor());
  }

  @Override
  public synchronized void close() throws IOException {
    store.close();
  }
}
