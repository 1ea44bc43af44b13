package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Fault;
import java.io.IOException;
import java.nio.file.Path;

/** Slows an import down to the time that the fault asks for, or ends it at 40 percent. */
final class ImportPace {
  private final Path repo;
  private final long slowMillis;
  private final long start = System.currentTimeMillis();

  ImportPace(Path repo) {
    this.repo = repo;
    this.slowMillis = Fault.IMPORT_SLOW.parameter(repo) * 1000;
  }

  void wait(long read, long total) throws IOException {
    if (total > 0 && read * 10 >= total * 4 && Fault.IMPORT_FAIL.consume(repo)) {
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
