package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes chains as CAR files: all headers down to genesis, newest first, and the messages and
 * states of recent ones.
 */
public final class Snapshot {
  private final Chain chain;
  private final long recentStates;
  private final boolean skipOldMessages;
  private final Set<Cid> written = new HashSet<>();

  /**
   * @param recentStates for how many epochs below the head states and receipts are included
   * @param skipOldMessages leave out messages of older blocks too
   */
  public Snapshot(Chain chain, long recentStates, boolean skipOldMessages) {
    this.chain = chain;
    this.recentStates = recentStates;
    this.skipOldMessages = skipOldMessages;
  }

  /** Overwrites the file. */
  public void write(Path file, Tipset head) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      write(out, head);
    }
  }

  public void write(OutputStream out, Tipset head) throws IOException {
    Car.writeHeader(out, List.of(head.cid()));
    writeChain(out, head);
  }

  /** In version 2, with this as F3's part. */
  public void writeVersion2(OutputStream out, Tipset head, F3Noise f3) throws IOException {
    Cid certificates = f3.cid();
    byte[] metadata = new SnapshotMetadata(List.of(head.cid()), Optional.of(certificates)).cbor();
    Car.writeHeader(out, List.of(Cid.ofCbor(metadata)));
    out.write(Car.section(Cid.ofCbor(metadata), metadata));
    Car.writeSectionHead(out, certificates, f3.length());
    f3.write(out);
    writeChain(out, head);
  }

  private void writeChain(OutputStream out, Tipset head) throws IOException {
    Optional<Tipset> at = Optional.of(head);
    while (at.isPresent()) {
      writeTipset(out, at.get(), head.height());
      List<Cid> parents = at.get().header().parents();
      at = parents.isEmpty() ? Optional.empty() : chain.tipset(parents.get(0));
    }
  }

  private void writeTipset(OutputStream out, Tipset tipset, long headHeight) throws IOException {
    BlockHeader header = tipset.header();
    boolean recent = header.height() == 0 || header.height() > headHeight - recentStates;
    writeBlock(out, tipset.cid());
    if (recent || !skipOldMessages) {
      writeBlocks(out, MessageLists.blocks(chain.store(), header.messages()));
    }
    if (recent) {
      writeBlocks(out, Amt.blocks(chain.store(), header.parentReceipts()));
      writeState(out, header.parentState());
    }
  }

  /** A state that is there has all its blocks there. */
  private void writeState(OutputStream out, Cid root) throws IOException {
    if (!written.contains(root)) {
      writeBlocks(out, StateTree.blocks(chain.store(), root));
    }
  }

  private void writeBlocks(OutputStream out, List<Cid> cids) throws IOException {
    for (Cid cid : cids) {
      writeBlock(out, cid);
    }
  }

  private void writeBlock(OutputStream out, Cid cid) throws IOException {
    if (written.add(cid)) {
      Optional<byte[]> block = chain.store().get(cid);
      if (block.isPresent()) {
        out.write(Car.section(cid, block.get()));
      }
    }
  }

  /**
   * Writes what a node at height {@code above} lacks of these tipsets, lowest first: its daemon
   * asks the network for it.
   */
  public static void writeUpdate(Chain chain, List<Tipset> tipsets, OutputStream out)
      throws IOException {
    Snapshot update = new Snapshot(chain, Long.MAX_VALUE, false);
    Set<Cid> known = new HashSet<>();
    if (!tipsets.isEmpty() && !tipsets.get(0).header().parents().isEmpty()) {
      Optional<Tipset> parent = chain.tipset(tipsets.get(0).header().parents().get(0));
      known.addAll(
          parent.isPresent()
              ? StateTree.blocks(chain.store(), parent.get().header().parentState())
              : List.of());
    }
    update.written.addAll(known);
    Car.writeHeader(
        out, tipsets.isEmpty() ? List.of() : List.of(tipsets.get(tipsets.size() - 1).cid()));
    for (Tipset tipset : tipsets) {
      update.writeBlocks(out, MessageLists.blocks(chain.store(), tipset.header().messages()));
      update.writeBlocks(out, Amt.blocks(chain.store(), tipset.header().parentReceipts()));
      update.writeState(out, tipset.header().parentState());
      update.writeBlock(out, tipset.cid());
    }
  }
}
