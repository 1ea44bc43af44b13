package io.lotusflow.rehearsal.suite.repo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Holds {@code repo.lock} while a process uses the repo. The system lets go of it when the process
 * dies; the file stays then.
 */
public final class RepoLock implements AutoCloseable {
  /** Lotus' words when another process holds it. */
  public static final String TAKEN = "repo is already locked (process is already running)";

  private final Path file;
  private final FileChannel channel;

  private RepoLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  public static Optional<RepoLock> tryLock(Repo repo) throws IOException {
    Path file = repo.resolve("repo.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new RepoLock(file, channel));
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      return Optional.empty();
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
