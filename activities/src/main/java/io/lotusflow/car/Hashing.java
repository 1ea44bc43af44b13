package io.lotusflow.car;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Checks batches on as many cores as there are. There is a fixed number of batches: who wants one
 * waits until it has been checked, and so memory stays the same for any file.
 */
final class Hashing implements AutoCloseable {
  private static final int AHEAD = 2;

  private final BlockingQueue<Batch> free;
  private final BlockingQueue<Batch> full;
  private final Batch last = new Batch();
  private final List<Thread> threads = new ArrayList<>();
  private final Defects defects;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  Hashing(int cores, Defects defects) {
    this.defects = defects;
    int batches = cores + AHEAD;
    free = new ArrayBlockingQueue<>(batches);
    full = new ArrayBlockingQueue<>(batches + cores);
    for (int i = 0; i < batches; i++) {
      free.add(new Batch());
    }
    for (int i = 0; i < cores; i++) {
      Thread thread = new Thread(this::work, "block-hashes-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  Batch take() throws InterruptedException {
    Batch batch = free.take();
    batch.clear();
    return batch;
  }

  void submit(Batch batch) {
    full.add(batch);
  }

  /** Waits until all is checked. */
  void finish() throws InterruptedException {
    for (int i = 0; i < threads.size(); i++) {
      full.put(last);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private void work() {
    BlockChecker checker = new BlockChecker();
    try {
      for (Batch batch = full.take(); batch != last; batch = full.take()) {
        check(checker, batch);
        free.add(batch);
      }
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
    }
  }

  /** A defect of ours must not look like a sound file, nor stop the reader for ever. */
  private void check(BlockChecker checker, Batch batch) {
    try {
      checker.check(batch, defects);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }
}
