package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.Tokens;
import io.lotusflow.rehearsal.suite.sealing.Labour;
import io.lotusflow.rehearsal.suite.sealing.OpenPaths;
import io.lotusflow.rehearsal.suite.wire.Address;
import java.io.IOException;

/** All that seals, put together: workers, what they are given, and what becomes of the sectors. */
final class Sealing {
  private final WorkerPool pool;
  private final RemoteStores stores;
  private final LocalWorker local;
  private final Scheduler scheduler;
  private final Pipeline pipeline;
  private final SectorLife life;
  private final SectorApi api;

  /**
   * @param url below which the miner gives out files of sectors
   */
  Sealing(
      Repo repo,
      FullNode node,
      Address miner,
      long sectorSize,
      OpenPaths storage,
      Tokens tokens,
      String url,
      SectorFile file,
      KnownSectors sectors)
      throws IOException {
    pool = new WorkerPool(tokens.create(Tokens.ALL));
    stores = new RemoteStores(pool.authorization());
    SealingGround ground =
        new SealingGround(miner.id(), sectorSize, url, storage, stores, pool.authorization());
    local = new LocalWorker(repo, new Labour(pool.authorization()));
    scheduler = new Scheduler(repo.resolve("datastore/metadata/work"), ground, local, pool);
    Batches precommits = new Batches(repo, node, miner.toString(), Batches.Kind.PRE_COMMIT);
    Batches commits = new Batches(repo, node, miner.toString(), Batches.Kind.COMMIT);
    pipeline = new Pipeline(file, scheduler, ground, precommits, commits, node, miner.toString());
    life = new SectorLife(file, pipeline);
    api = new SectorApi(sectors, life, precommits, commits, sectorSize, miner);
  }

  void start() {
    pool.start();
    pipeline.start();
  }

  WorkerPool pool() {
    return pool;
  }

  RemoteStores stores() {
    return stores;
  }

  LocalWorker local() {
    return local;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  SectorLife life() {
    return life;
  }

  SectorApi api() {
    return api;
  }
}
