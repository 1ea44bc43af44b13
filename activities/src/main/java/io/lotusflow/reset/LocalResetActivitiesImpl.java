package io.lotusflow.reset;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.files.FolderNames;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.RepoFolder;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.process.Command;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** On the host that runs this. */
public final class LocalResetActivitiesImpl implements LocalResetActivities {
  private static final String ASIDE = "lotusflow-reset-";
  private static final Set<String> DAEMON_KEEPS = Set.of("keystore", "config.toml", "repo.lock");
  private static final Set<String> MINER_KEEPS = Set.of("repo.lock");

  private final Consumer<JobProgress> pulse;

  public LocalResetActivitiesImpl(Consumer<JobProgress> pulse) {
    this.pulse = pulse;
  }

  /** A repository, and what stays in it. */
  private record Repo(Path folder, Set<String> keeps) {
    List<Path> data() {
      return FolderNames.in(folder).stream()
          .filter(name -> !keeps.contains(name) && !name.startsWith(ASIDE))
          .map(folder::resolve)
          .toList();
    }
  }

  private static List<Repo> repos(BackupPlan plan) {
    List<Repo> repos = new ArrayList<>();
    plan.daemon().ifPresent(daemon -> repos.add(new Repo(Path.of(daemon.repo()), DAEMON_KEEPS)));
    plan.miner().ifPresent(miner -> repos.add(new Repo(Path.of(miner.repo()), MINER_KEEPS)));
    return repos;
  }

  @Override
  public LocalResetGround look(LocalResetPlan plan) {
    plan.backup().miner().ifPresent(miner -> requireNoSectors(miner, plan.sectorsUnknown()));
    return WhileBeating.call(pulse, "measuring", () -> ground(plan));
  }

  private static LocalResetGround ground(LocalResetPlan plan) {
    List<String> folders = new ArrayList<>();
    long bytes = 0;
    for (Repo repo : repos(plan.backup())) {
      List<Path> data = repo.data();
      if (!data.isEmpty()) {
        folders.add(repo.folder().toString());
      }
      for (Path one : data) {
        bytes += size(one);
      }
    }
    Receipt receipt =
        folders.isEmpty()
            ? Receipt.alreadySo("there is no local data")
            : Receipt.done(new ByteSize(bytes) + " in " + String.join(", ", folders));
    return new LocalResetGround(receipt, folders, bytes);
  }

  private static long size(Path path) {
    AtomicLong bytes = new AtomicLong();
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes.addAndGet(attributes.size());
              return FileVisitResult.CONTINUE;
            }

            /** A daemon at work deletes files all the time. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.get();
  }

  private static void requireNoSectors(MinerPlan miner, boolean maybe) {
    if (!Files.isDirectory(Path.of(miner.repo()).resolve("datastore"))) {
      return;
    }
    try {
      String actor = actor(miner);
      long live = FullNode.at(miner.node()).sectorCount(actor).live();
      if (live > 0) {
        throw LocalResetProblem.RESET_SECTORS_LIVE.because(actor, live);
      }
    } catch (RpcFailed failed) {
      if (!maybe) {
        throw LocalResetProblem.RESET_SECTORS_UNKNOWN.because(failed.getMessage());
      }
    }
  }

  /** The settings need not name one that was made here. */
  private static String actor(MinerPlan miner) {
    try {
      return MinerApi.at(miner.api()).actor();
    } catch (RpcFailed down) {
      if (miner.actor().isEmpty()) {
        throw down;
      }
      return miner.actor();
    }
  }

  @Override
  public Receipt moveAside(LocalResetPlan plan, String name) {
    List<String> commands = new ArrayList<>();
    List<String> back = new ArrayList<>();
    for (Repo repo : repos(plan.backup())) {
      List<Path> data = repo.data();
      Path aside = repo.folder().resolve(ASIDE + name);
      if (data.isEmpty() && !Files.isDirectory(aside)) {
        continue;
      }
      List<String> rename = new ArrayList<>(List.of("mv", "-t", aside.toString()));
      data.forEach(path -> rename.add(path.toString()));
      commands.add(Command.of(Duration.ZERO, rename).toString());
      back.add("mv " + aside + "/* " + repo.folder() + "/");
      if (!plan.scope().dryRun()) {
        requireUnused(repo.folder());
        move(data, RepoFolder.make(aside));
      }
    }
    String note =
        "all lies in " + ASIDE + name + " of each repository; delete it once you are sure";
    return plan.scope().dryRun()
        ? Receipt.wouldDo(note, commands.toArray(String[]::new))
        : Receipt.done(note, commands.toArray(String[]::new)).undoneBy(back.toArray(String[]::new));
  }

  private static void requireUnused(Path repo) {
    if (RepoFolder.isInUse(repo)) {
      throw LocalResetProblem.RESET_IN_USE.because(repo);
    }
  }

  private static void move(List<Path> data, Path aside) {
    for (Path path : data) {
      try {
        Files.move(path, aside.resolve(path.getFileName()));
      } catch (IOException e) {
        throw LocalResetProblem.RESET_NOT_MOVED.because(path, e.toString());
      }
    }
  }
}
