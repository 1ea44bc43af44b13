package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.BlockHeader;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.SnapshotMetadata;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Reads a snapshot of version 1 or 2 into a chain and makes its head the chain's, with the checks,
 * the progress and the errors of Lotus: each block's hash, and that some header of height 0 is
 * among them. What is behind a cut at a block boundary is not missed.
 */
final class SnapshotImport {
  private static final Log LOG = new Log("lotus");
  private static final Log STORE = new Log("chainstore");
  private static final int BACKFILL = 1800;

  private final Chain chain;
  private final String name;
  private final Path certificates;
  private final ImportPace pace;
  private Optional<Tipset> lowest = Optional.empty();

  /**
   * @param certificates where the F3 part of a snapshot goes
   * @param repo whose import it is: a fault may be meant for another one's
   */
  SnapshotImport(Chain chain, String name, Path certificates, Path repo) {
    this.chain = chain;
    this.name = name;
    this.certificates = certificates;
    this.pace = new ImportPace(repo);
  }

  Tipset run(ImportSource source) throws IOException {
    LOG.info("lotus/daemon.go:632", "importing chain from " + name + "...");
    ProgressBar progress = new ProgressBar(source.size());
    Cid head;
    try {
      InputStream in = source.car();
      Cid root = readRoot(in, progress, source);
      head = readBlocks(root, in, progress, source);
    } catch (IOException e) {
      progress.last(source.read());
      STORE.warn("store/store.go:670", "reorgWorker quit");
      throw new CliException("importing chain failed: " + e.getMessage());
    }
    Tipset tipset = requireComplete(head, progress, source);
    accept(tipset, progress, source);
    return tipset;
  }

  private static Cid readRoot(InputStream in, ProgressBar progress, ImportSource source)
      throws IOException {
    try {
      List<Cid> roots = Car.readHeader(in);
      if (roots.isEmpty()) {
        throw new IOException("no roots in chain CAR");
      }
      return roots.get(0);
    } catch (EOFException e) {
      progress.frame(source.read());
      throw new EOFException("loadcar failed: unexpected EOF");
    }
  }

  /** Returns the head's id. */
  private Cid readBlocks(Cid root, InputStream in, ProgressBar progress, ImportSource source)
      throws IOException {
    Optional<Car.Section> first = Car.readSection(in);
    if (first.isEmpty()) {
      return root;
    }
    Optional<SnapshotMetadata> metadata = metadata(root, first.get());
    if (metadata.isPresent()) {
      checkedData(first.get());
      if (metadata.get().f3().isPresent()) {
        takeCertificates(metadata.get().f3().get(), in);
      }
    } else {
      take(first.get());
    }
    for (Optional<Car.Section> section = Car.readSection(in);
        section.isPresent();
        section = Car.readSection(in)) {
      take(section.get());
      pace.wait(source.read(), progress.total());
      progress.frame(source.read());
    }
    return metadata.isPresent() ? metadata.get().head().get(0) : root;
  }

  private static Optional<SnapshotMetadata> metadata(Cid root, Car.Section first) {
    try {
      if (first.cid().equals(root)) {
        return Optional.of(SnapshotMetadata.ofCbor(first.block().data()));
      }
    } catch (CborReader.CborException e) {
      STORE.info(
          "store/snapshot.go:212",
          "failed to unmarshal snapshot metadata block: "
              + e.getMessage()
              + ", attempting to parse the block as a genesis block instead");
    }
    return Optional.empty();
  }

  /** That block can be larger than any other, so it is not held in memory. */
  private void takeCertificates(Cid expected, InputStream in) throws IOException {
    Path unfinished = certificates.resolveSibling("certificates.new");
    Optional<Cid> actual = Car.copySection(in, expected, unfinished);
    if (actual.isEmpty()) {
      throw new EOFException("unexpected EOF");
    }
    if (!actual.get().equals(expected)) {
      Files.delete(unfinished);
      throw mismatch(expected, actual.get());
    }
    Files.move(unfinished, certificates, StandardCopyOption.REPLACE_EXISTING);
    new Log("f3").info("f3/snapshot.go:60", "imported F3 snapshot " + expected);
  }

  private static IOException mismatch(Cid expected, Cid actual) {
    return new IOException(
        "mismatch in content integrity, expected: " + expected + ", got: " + actual);
  }

  private static byte[] checkedData(Car.Section section) throws IOException {
    byte[] data = section.block().data();
    Cid actual = section.cid().again(data);
    if (!actual.equals(section.cid())) {
      throw mismatch(section.cid(), actual);
    }
    return data;
  }

  private void take(Car.Section section) throws IOException {
    byte[] data = checkedData(section);
    chain.store().put(section.cid(), data);
    if (section.cid().isCbor() && data.length > 0 && (data[0] & 0xff) == 0x90) {
      noteLowest(new Tipset(section.cid(), BlockHeader.ofCbor(data)));
    }
  }

  private void noteLowest(Tipset tipset) {
    if (lowest.isEmpty() || tipset.height() < lowest.get().height()) {
      lowest = Optional.of(tipset);
    }
  }

  private Tipset requireComplete(Cid head, ProgressBar progress, ImportSource source)
      throws IOException {
    if (lowest.isEmpty() || lowest.get().height() != 0) {
      progress.last(source.read());
      STORE.warn("store/store.go:670", "reorgWorker quit");
      String got = lowest.isPresent() ? lowest.get().height() + ": " + lowest.get().cid() : "-1: b";
      throw new CliException(
          "importing chain failed: expected genesis block to have height 0 (genesis), got " + got);
    }
    try {
      return chain
          .tipset(head)
          .orElseThrow(
              () ->
                  new CliException(
                      "importing chain failed: failed to load root tipset from chainfile: ipld: could not find "
                          + head));
    } catch (CborReader.CborException e) {
      throw new CliException(
          "importing chain failed: failed to load root tipset from chainfile: " + e.getMessage());
    }
  }

  private void accept(Tipset head, ProgressBar progress, ImportSource source) throws IOException {
    chain.setHead(head);
    long tipsets = chain.last(BACKFILL).size() - 1L;
    if (tipsets < BACKFILL - 1) {
      STORE.warn("store/snapshot.go:334", "Only able to load the last " + tipsets + " tipsets");
    }
    progress.last(source.read());
    Tipset genesis = lowest.orElseThrow();
    STORE.info("store/store.go:726", "clearing block validation cache...");
    STORE.info("store/store.go:765", "0 block validation entries cleared.");
    LOG.info("lotus/daemon.go:667", "setting genesis");
    STORE.info("store/store.go:685", "New heaviest tipset! " + genesis.key() + " (height=0)");
    STORE.warn("store/store.go:713", "no previous heaviest tipset found, using " + genesis.key());
    LOG.info("lotus/daemon.go:691", "accepting " + head.key() + " as new head");
    STORE.warn("store/store.go:577", "(!!!) forcing a new head silently; new head: " + head.key());
    LOG.info(
        "lotus/daemon.go:706", "chain indexer is disabled, not populating index from snapshot");
    STORE.warn("store/store.go:670", "reorgWorker quit");
  }
}
