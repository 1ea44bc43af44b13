package io.lotusflow.reset;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.files.FolderNames;
import io.lotusflow.files.FolderTree;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.RepoFolder;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** On the host that runs this. */
public final class LocalResetActivitiesImpl implements LocalResetActivities {
  private static final String ASIDE = "lotusflow-reset-";
  private static final Set<String> DAEMON_KEEPS = Set.of("keystore", "config.toml", "repo.lock");

  private final Consumer<JobProgress> pulse;

  public LocalResetActivitiesImpl(Consumer<JobProgress> pulse) {
    this.pulse = pulse;
  }

  /** A repository, of which the daemon's stays there with what it keeps. */
  private record Repo(Path folder, boolean goesWhole) {
    List<Path> data() {
      List<Path> data =
          FolderNames.in(folder).stream()
              .filter(
                  name -> goesWhole || (!DAEMON_KEEPS.contains(name) && !name.startsWith(ASIDE)))
              .map(folder::resolve)
              .toList();
      return goesWhole && !data.isEmpty() ? List.of(folder) : data;
    }

    Path aside(String name) {
      return goesWhole
          ? folder.resolveSibling(folder.getFileName() + ".reset-" + name)
          : folder.resolve(ASIDE + name);
    }
  }

  private static List<Repo> repos(BackupPlan plan) {
    List<Repo> repos = new ArrayList<>();
    plan.daemon().ifPresent(daemon -> repos.add(new Repo(Path.of(daemon.repo()), false)));
    plan.miner().ifPresent(miner -> repos.add(new Repo(Path.of(miner.repo()), true)));
    return repos;
  }

  @Override
  public LocalResetGround look(LocalResetPlan plan) {
    boolean maybe = plan.sectorsUnknown();
    plan.backup()
        .miner()
        .filter(miner -> Files.isDirectory(Path.of(miner.repo()).resolve("datastore")))
        .ifPresent(miner -> requireNoSectors(miner, miner.node(), maybe));
    plan.distantMiner()
        .ifPresent(
            miner ->
                requireNoSectors(
                    miner,
                    plan.backup().daemon().map(DaemonPlan::api).orElseGet(miner::node),
                    maybe));
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
        bytes += FolderTree.bytesIn(one, () -> {});
      }
    }
    Receipt receipt =
        folders.isEmpty()
            ? Receipt.alreadySo("there is no local data")
            : Receipt.done(new ByteSize(bytes) + " in " + String.join(", ", folders));
    return new LocalResetGround(receipt, folders, bytes);
  }

  private static void requireNoSectors(MinerPlan miner, NodeApi daemon, boolean maybe) {
    try {
      String actor = actor(miner);
      long live = FullNode.at(daemon).sectorCount(actor).live();
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
    List<String> asides = new ArrayList<>();
    for (Repo repo : repos(plan.backup())) {
      Path aside = repo.aside(name);
      asides.add(aside.toString());
      back.add(
          repo.goesWhole()
              ? "mv -T " + aside + ' ' + repo.folder()
              : "mv " + aside + "/* " + repo.folder() + '/');
      List<Path> data = repo.data();
      data.forEach(path -> commands.add("mv " + path + ' ' + aside));
      if (!data.isEmpty() && !plan.scope().dryRun()) {
        move(repo, data, aside);
      }
    }
    String note = "all lies in " + String.join(" and ", asides) + "; delete it once you are sure";
    String[] shown = commands.toArray(String[]::new);
    return plan.scope().dryRun()
        ? Receipt.wouldDo(note, shown)
        : Receipt.done(note, shown).undoneBy(back.toArray(String[]::new));
  }

  private static void move(Repo repo, List<Path> data, Path aside) {
    if (RepoFolder.isInUse(repo.folder())) {
      throw LocalResetProblem.RESET_IN_USE.because(repo.folder());
    }
    if (!repo.goesWhole()) {
      RepoFolder.make(aside);
    }
    for (Path path : data) {
      try {
        Files.move(path, repo.goesWhole() ? aside : aside.resolve(path.getFileName()));
      } catch (IOException e) {
        throw LocalResetProblem.RESET_NOT_MOVED.because(path, e.toString());
      }
    }
  }
}
