package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.chain.BlockHeader;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.Http;
import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Reads a CAR into a chain and makes its root the head, with the checks, the progress and the
 * errors of Lotus: each block's hash, and that some header of height 0 is among them. What is
 * behind a cut at a block boundary is not missed. A zstd file is real Lotus' business; the JDK
 * cannot read one, so it is refused with a word about that.
 */
final class SnapshotImport {
  private static final Log LOG = new Log("lotus");
  private static final Log STORE = new Log("chainstore");
  private static final int BACKFILL = 1800;
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private final Chain chain;
  private final String name;
  private Optional<Tipset> lowest = Optional.empty();

  SnapshotImport(Chain chain, String name) {
    this.chain = chain;
    this.name = name;
  }

  void run(ImportSource source) throws IOException {
    Counted counted = new Counted(source.in());
    LOG.info("lotus/daemon.go:632", "importing chain from " + name + "...");
    InputStream in = checked(counted);
    ProgressBar progress = new ProgressBar(source.size());
    List<Cid> roots;
    try {
      roots = readRoots(in, progress, counted);
      readBlocks(in, progress, counted);
    } catch (IOException e) {
      progress.last(counted.count());
      STORE.warn("store/store.go:670", "reorgWorker quit");
      throw new CliException("importing chain failed: " + e.getMessage());
    }
    Tipset head = requireComplete(roots, progress, counted);
    accept(head, progress, counted);
  }

  private static InputStream checked(InputStream in) throws IOException {
    byte[] start = in.readNBytes(4);
    if (start.length == 0) {
      STORE.warn("store/store.go:670", "reorgWorker quit");
      throw new CliException("peek header: EOF");
    }
    if (java.util.Arrays.equals(start, ZSTD)) {
      throw new CliException(
          "importing chain failed: a zstd file; the rehearsal's suite reads uncompressed CAR files only");
    }
    return Http.putBack(start, in);
  }

  private static List<Cid> readRoots(InputStream in, ProgressBar progress, Counted counted)
      throws IOException {
    try {
      List<Cid> roots = Car.readHeader(in);
      if (roots.isEmpty()) {
        throw new IOException("no roots in chain CAR");
      }
      return roots;
    } catch (EOFException e) {
      progress.frame(counted.count());
      throw new EOFException("loadcar failed: unexpected EOF");
    }
  }

  private void readBlocks(InputStream in, ProgressBar progress, Counted counted)
      throws IOException {
    boolean first = true;
    Pace pace = new Pace();
    for (Optional<Car.Section> section = Car.readSection(in);
        section.isPresent();
        section = Car.readSection(in)) {
      if (first) {
        STORE.info(
            "store/snapshot.go:212",
            "failed to unmarshal snapshot metadata block: cbor input should be of type map, attempting to parse the block as a genesis block instead");
        first = false;
      }
      take(section.get());
      pace.wait(counted.count(), progress.total());
      progress.frame(counted.count());
    }
  }

  private void take(Car.Section section) throws IOException {
    byte[] data = section.block().data();
    Cid actual = section.cid().again(data);
    if (!actual.equals(section.cid())) {
      throw new IOException(
          "mismatch in content integrity, expected: " + section.cid() + ", got: " + actual);
    }
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

  /** Slows the reading down to the time that the fault asks for, or ends it at 40 percent. */
  private static final class Pace {
    private final long slowMillis = Fault.IMPORT_SLOW.parameter() * 1000;
    private final long start = System.currentTimeMillis();

    void wait(long read, long total) throws IOException {
      if (total > 0 && read * 10 >= total * 4 && Fault.IMPORT_FAIL.consume()) {
        throw new IOException("write: input/output error");
      }
      long due = total > 0 ? start + slowMillis * read / total : start;
      try {
        Thread.sleep(Math.max(0, due - System.currentTimeMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("context canceled", e);
      }
    }
  }

  private Tipset requireComplete(List<Cid> roots, ProgressBar progress, Counted counted)
      throws IOException {
    if (lowest.isEmpty() || lowest.get().height() != 0) {
      progress.last(counted.count());
      STORE.warn("store/store.go:670", "reorgWorker quit");
      String got = lowest.isPresent() ? lowest.get().height() + ": " + lowest.get().cid() : "-1: b";
      throw new CliException(
          "importing chain failed: expected genesis block to have height 0 (genesis), got " + got);
    }
    try {
      return chain
          .tipset(roots.get(0))
          .orElseThrow(
              () ->
                  new CliException(
                      "importing chain failed: failed to load root tipset from chainfile: ipld: could not find "
                          + roots.get(0)));
    } catch (CborReader.CborException e) {
      throw new CliException(
          "importing chain failed: failed to load root tipset from chainfile: " + e.getMessage());
    }
  }

  private void accept(Tipset head, ProgressBar progress, Counted counted) throws IOException {
    chain.setHead(head);
    long tipsets = chain.last(BACKFILL).size() - 1L;
    if (tipsets < BACKFILL - 1) {
      STORE.warn("store/snapshot.go:334", "Only able to load the last " + tipsets + " tipsets");
    }
    progress.last(counted.count());
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

  /** Knows how many bytes were read. */
  private static final class Counted extends java.io.FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
