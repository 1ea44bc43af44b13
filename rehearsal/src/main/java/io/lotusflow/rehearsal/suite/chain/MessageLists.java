package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a block: two lists of ids, BLS messages and secp256k1 messages, under one root.
 */
final class MessageLists {
  /** A BLS message is stored without its own signature, which the block aggregates. */
  private static final Signature AGGREGATED = new Signature(2, "");

  private MessageLists() {}

  static Cid write(BlockStore store, List<SignedMessage> messages) throws IOException {
    List<byte[]> bls = new ArrayList<>();
    List<byte[]> secp = new ArrayList<>();
    for (SignedMessage message : messages) {
      store.put(message.cid(), message.isBls() ? message.message().cbor() : message.cbor());
      (message.isBls() ? bls : secp).add(new CborWriter().link(message.cid()).toBytes());
    }
    Cid blsRoot = Amt.write(store, bls);
    return store.putCbor(
        new CborWriter().array(2).link(blsRoot).link(Amt.write(store, secp)).toBytes());
  }

  /** The ids in the order of execution: BLS first. */
  static List<Cid> cids(BlockStore store, Cid root) throws IOException {
    CborReader lists = lists(store, root);
    List<Cid> cids = new ArrayList<>(Amt.read(store, lists.link(), CborReader::link));
    cids.addAll(Amt.read(store, lists.link(), CborReader::link));
    return cids;
  }

  static List<SignedMessage> read(BlockStore store, Cid root) throws IOException {
    List<SignedMessage> messages = new ArrayList<>();
    for (Cid cid : cids(store, root)) {
      byte[] block = store.require(cid);
      messages.add(
          isSigned(block)
              ? SignedMessage.ofCbor(block)
              : new SignedMessage(Message.ofCbor(block), AGGREGATED));
    }
    return messages;
  }

  /** A signed message is a pair; everything else is held against the tuple of a plain one. */
  static boolean isSigned(byte[] block) {
    return block.length > 0 && (block[0] & 0xff) == 0x82;
  }

  /** The ids of all blocks below and including the root; the messages themselves too. */
  static List<Cid> blocks(BlockStore store, Cid root) throws IOException {
    List<Cid> blocks = new ArrayList<>();
    blocks.add(root);
    CborReader lists = lists(store, root);
    blocks.addAll(Amt.blocks(store, lists.link()));
    blocks.addAll(Amt.blocks(store, lists.link()));
    blocks.addAll(cids(store, root));
    return blocks;
  }

  private static CborReader lists(BlockStore store, Cid root) throws IOException {
    CborReader lists = new CborReader(store.require(root));
    lists.tuple(2);
    return lists;
  }
}
