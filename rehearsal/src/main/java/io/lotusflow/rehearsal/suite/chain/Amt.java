package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Filecoin's array in a tree of eight-fold nodes (AMT, first version), without gaps: lists of
 * messages and receipts.
 */
final class Amt {
  private static final int WIDTH = 8;

  private Amt() {}

  /** Stores the list of CBOR values and returns the id of its root. */
  static Cid write(BlockStore store, List<byte[]> values) throws IOException {
    int height = 0;
    List<byte[]> nodes = new ArrayList<>();
    for (int from = 0; from == 0 || from < values.size(); from += WIDTH) {
      nodes.add(leaf(values.subList(from, Math.min(from + WIDTH, values.size()))));
    }
    while (nodes.size() > 1) {
      nodes = parents(store, nodes);
      height++;
    }
    byte[] root =
        new CborWriter()
            .array(3)
            .integer(height)
            .integer(values.size())
            .raw(nodes.get(0))
            .toBytes();
    return store.putCbor(root);
  }

  private static byte[] leaf(List<byte[]> values) {
    CborWriter node =
        new CborWriter().array(3).bytes(bitmap(values.size())).array(0).array(values.size());
    for (byte[] value : values) {
      node.raw(value);
    }
    return node.toBytes();
  }

  private static List<byte[]> parents(BlockStore store, List<byte[]> nodes) throws IOException {
    List<byte[]> parents = new ArrayList<>();
    for (int from = 0; from < nodes.size(); from += WIDTH) {
      List<Cid> links = new ArrayList<>();
      for (byte[] node : nodes.subList(from, Math.min(from + WIDTH, nodes.size()))) {
        links.add(store.putCbor(node));
      }
      parents.add(
          new CborWriter().array(3).bytes(bitmap(links.size())).links(links).array(0).toBytes());
    }
    return parents;
  }

  private static byte[] bitmap(int filled) {
    return new byte[] {(byte) ((1 << filled) - 1)};
  }

  /** Reads one kind of value where it stands. */
  interface Value<T> {
    T read(CborReader cbor);
  }

  static <T> List<T> read(BlockStore store, Cid root, Value<T> value) throws IOException {
    CborReader cbor = new CborReader(store.require(root));
    cbor.tuple(3);
    cbor.integer();
    cbor.integer();
    List<T> values = new ArrayList<>();
    readNode(store, cbor, value, values);
    return values;
  }

  private static <T> void readNode(
      BlockStore store, CborReader cbor, Value<T> value, List<T> values) throws IOException {
    cbor.tuple(3);
    cbor.bytes();
    List<Cid> links = cbor.links();
    int count = cbor.array();
    for (int i = 0; i < count; i++) {
      values.add(value.read(cbor));
    }
    for (Cid link : links) {
      readNode(store, new CborReader(store.require(link)), value, values);
    }
  }

  /** The ids of all blocks of the tree, the root first. */
  static List<Cid> blocks(BlockStore store, Cid root) throws IOException {
    List<Cid> blocks = new ArrayList<>();
    blocks.add(root);
    CborReader cbor = new CborReader(store.require(root));
    cbor.tuple(3);
    cbor.integer();
    cbor.integer();
    addLinked(store, cbor, blocks);
    return blocks;
  }

  private static void addLinked(BlockStore store, CborReader cbor, List<Cid> blocks)
      throws IOException {
    cbor.tuple(3);
    cbor.bytes();
    for (Cid link : cbor.links()) {
      blocks.add(link);
      addLinked(store, new CborReader(store.require(link)), blocks);
    }
  }
}
