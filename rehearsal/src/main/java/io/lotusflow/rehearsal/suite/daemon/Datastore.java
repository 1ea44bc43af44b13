package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.chain.BlockFile;
import io.lotusflow.rehearsal.suite.chain.BlockStore;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.SplitStore;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.RepoLock;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The {@code datastore} folder of a daemon: {@code chain} with what was imported, {@code
 * splitstore} with what came since the first start, {@code metadata} with the head pointer and the
 * node's own messages, {@code f3} with certificates. The lock is the caller's proof that nobody
 * else has it open.
 */
final class Datastore {
  private static final Log LOG = new Log("lotus");

  private final Repo repo;

  Datastore(Repo repo, RepoLock held) {
    this.repo = repo;
    Objects.requireNonNull(held);
  }

  /** An import knows nothing of the splitstore: what lies there stays. */
  Chain openForImport() throws IOException {
    Files.createDirectories(repo.resolve("journal"));
    Files.createDirectories(certificates().getParent());
    return Chain.open(cold(), head());
  }

  Chain openToServe(boolean splitstore) throws IOException {
    if (!splitstore) {
      return checked(Chain.open(cold(), head()));
    }
    Path blocks = repo.resolve("datastore/splitstore/blocks");
    boolean first = !Files.exists(blocks);
    SplitStore store = new SplitStore(BlockFile.open(blocks), cold());
    Chain chain = checked(Chain.open(store, head()));
    if (first && !chain.isEmpty()) {
      warm(store, chain);
    }
    return chain;
  }

  private static Chain checked(Chain chain) {
    if (chain.lacksItsHead()) {
      throw new CliException(
          "initializing node: applying node options failed: loading chain state from disk: loading tipset: get block: ipld: could not find");
    }
    return chain;
  }

  /** Lotus warms up in the background and with more; the head is what it could not do without. */
  private static void warm(SplitStore store, Chain chain) throws IOException {
    Tipset head = chain.head();
    for (Cid block : chain.needed(head)) {
      store.warm(block);
    }
  }

  private BlockStore cold() throws IOException {
    return BlockFile.open(repo.resolve("datastore/chain/blocks"));
  }

  private Path head() {
    return repo.resolve("datastore/metadata/head");
  }

  /** Where the F3 part of a snapshot goes. */
  Path certificates() {
    return repo.resolve("datastore/f3/certificates");
  }

  /**
   * F3 begins either with the certificates that are here, or with a power table from an old state:
   * that one can be missing in a snapshot with few states.
   */
  void openCertificates() throws IOException {
    if (Files.exists(certificates())) {
      return;
    }
    if (Fault.F3_POWER_TABLE_MISSING.isActive(repo.path())) {
      throw new CliException(
          "initializing node: starting node: failed to open certstore: getting initial power table: failed to load the F3 bootstrap power table and none is specified in the manifest; could not close datastore: leveldb: closed");
    }
    Files.createDirectories(certificates().getParent());
    Files.write(certificates(), new byte[0]);
  }

  /** What {@code --remove-existing-chain} does, and Lotus does it twice. */
  void removeChain() throws IOException {
    for (int i = 0; i < 2; i++) {
      LOG.info("lotus/daemon.go:741", "removing splitstore directory...");
      delete(repo.resolve("datastore/splitstore"));
      remove("lotus/daemon.go:753", "chain directory:", repo.resolve("datastore/chain"));
      remove("lotus/daemon.go:770", "F3 datastore directory:", repo.resolve("datastore/f3"));
      remove("lotus/daemon.go:778", "F3 directory:", repo.resolve("f3"));
      LOG.info("lotus/daemon.go:785", "chain, splitstore, and F3 data have been removed");
    }
  }

  private static void remove(String caller, String what, Path folder) throws IOException {
    LOG.info(caller, "removing " + what + folder);
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
