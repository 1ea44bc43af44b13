package io.lotusflow.storage;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches paths while the miner runs: nothing needs a restart. */
public final class StorageActivitiesImpl implements StorageActivities {
  private static final Logger log = LoggerFactory.getLogger(StorageActivitiesImpl.class);
  private static final long LEAST_FREE = 1 << 20;

  private final Programs programs;
  private final Mounts mounts;
  private final Consumer<JobProgress> pulse;

  public StorageActivitiesImpl(Programs programs, Consumer<JobProgress> pulse) {
    this(programs, Mounts.ofThisHost(), pulse);
  }

  StorageActivitiesImpl(Programs programs, Mounts mounts, Consumer<JobProgress> pulse) {
    this.programs = programs;
    this.mounts = mounts;
    this.pulse = pulse;
  }

  @Override
  public AttachedPath attach(StoragePlan plan, StoragePath wanted) {
    StorageFolder folder = new StorageFolder(Path.of(wanted.path()).normalize());
    if (plan.scope().dryRun()) {
      return dryRun(plan, wanted, folder);
    }
    Path repo = Path.of(plan.miner().repo());
    Path lock = repo.resolveSibling(repo.getFileName() + ".storage.lock");
    return OneAtATime.on(
        lock, this::beat, () -> RpcFailed.named(() -> attach(plan, wanted, folder)));
  }

  private AttachedPath attach(StoragePlan plan, StoragePath wanted, StorageFolder folder) {
    MinerApi miner = MinerApi.at(plan.miner());
    Optional<String> attached = attached(miner, folder);
    if (attached.isPresent()) {
      refuseAnotherUse(miner, attached.get(), wanted);
      return result(attached.get(), wanted, Receipt.alreadySo("is attached as " + attached.get()));
    }
    refuseAnUnfitFolder(plan, folder);
    refuseWhatItDoesNotKnow(miner, wanted);
    make(folder);
    folder.removeEmptyMeta();
    folder.id().ifPresent(id -> refuseASecond(miner, id, folder));
    Command attach = command(lotus(plan), wanted, folder);
    try {
      programs.run(attach, this::beat);
    } catch (CommandFailed failed) {
      // Another attempt may have been faster; what counts is what the miner has now.
      log.warn("attach failed path={}", folder.path(), failed);
      requireAttached(miner, folder, failed.getMessage());
    }
    String id = requireAttached(miner, folder, "it says that it did");
    log.info("storage attached path={} id={}", folder.path(), id);
    return result(id, wanted, Receipt.done("attached as " + id, attach.toString()));
  }

  /** With an id there, an earlier attempt died between its two acts: writing it and attaching. */
  private static Command command(LotusMiner lotus, StoragePath wanted, StorageFolder folder) {
    if (folder.id().isPresent()) {
      return lotus.attachStorage(folder.path());
    }
    return lotus.attachNewStorage(wanted);
  }

  private static LotusMiner lotus(StoragePlan plan) {
    return new LotusMiner(Path.of(plan.binary()), plan.miner(), plan.node(), Map.of());
  }

  private AttachedPath dryRun(StoragePlan plan, StoragePath wanted, StorageFolder folder) {
    try {
      Optional<String> attached = attached(MinerApi.at(plan.miner()), folder);
      if (attached.isPresent()) {
        return result(
            attached.get(), wanted, Receipt.alreadySo("is attached as " + attached.get()));
      }
    } catch (RpcFailed notUpYet) {
      log.debug("the miner does not run yet", notUpYet);
    }
    refuseAnUnfitFolder(plan, folder);
    String command = command(lotus(plan).shown(), wanted, folder).toString();
    return result(folder.id().orElse(""), wanted, Receipt.wouldDo("attaches it", command));
  }

  private static Optional<String> attached(MinerApi miner, StorageFolder folder) {
    return miner.localPaths().entrySet().stream()
        .filter(path -> Path.of(path.getValue()).normalize().equals(folder.path()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static String requireAttached(MinerApi miner, StorageFolder folder, String said) {
    return attached(miner, folder)
        .orElseThrow(() -> StorageProblem.STORAGE_NOT_ATTACHED.because(folder.path(), said));
  }

  private static void refuseAnotherUse(MinerApi miner, String id, StoragePath wanted) {
    miner
        .use(id)
        .filter(use -> use.canSeal() != wanted.seal() || use.canStore() != wanted.store())
        .ifPresent(
            use -> {
              throw StorageProblem.STORAGE_DIFFERS.because(
                  wanted.path(),
                  inWords(wanted.seal(), wanted.store()),
                  inWords(use.canSeal(), use.canStore()));
            });
  }

  private static String inWords(boolean seal, boolean store) {
    return "seal = " + seal + ", store = " + store;
  }

  private static void refuseASecond(MinerApi miner, String id, StorageFolder folder) {
    if (miner.storageIds().contains(id)) {
      String other = miner.localPaths().getOrDefault(id, "a worker's");
      throw StorageProblem.STORAGE_DUPLICATE_ID.because(folder.path(), id, other);
    }
  }

  private void refuseAnUnfitFolder(StoragePlan plan, StorageFolder folder) {
    for (String repo : List.of(plan.miner().repo(), plan.node().repo())) {
      if (folder.isInside(repo)) {
        throw StorageProblem.STORAGE_IN_REPOSITORY.because(folder.path(), repo);
      }
    }
    mounts
        .missingOver(folder.path())
        .ifPresent(
            point -> {
              throw StorageProblem.STORAGE_NOT_MOUNTED.because(folder.path(), point);
            });
    List<String> foreign = folder.foreign();
    if (!foreign.isEmpty()) {
      throw StorageProblem.STORAGE_FOREIGN_FILES.because(folder.path(), String.join(", ", foreign));
    }
  }

  private static void refuseWhatItDoesNotKnow(MinerApi miner, StoragePath wanted) {
    Dialect dialect = new Dialect(miner.version().number());
    boolean groups = !wanted.groups().isEmpty() || !wanted.allowTo().isEmpty();
    if (groups && !dialect.knowsStorageGroups()) {
      throw StorageProblem.STORAGE_OPTION_TOO_NEW.because("groups, allow_to", "1.13.2");
    }
    if (wanted.maxStorage().isPresent() && !dialect.knowsMaxStorage()) {
      throw StorageProblem.STORAGE_OPTION_TOO_NEW.because("max_storage", "1.5.1");
    }
  }

  private static void make(StorageFolder folder) {
    try {
      Files.createDirectories(folder.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (folder.freeBytes() < LEAST_FREE) {
      throw StorageProblem.STORAGE_FULL.because(folder.path(), folder.freeBytes());
    }
  }

  private static AttachedPath result(String id, StoragePath path, Receipt receipt) {
    Receipt named =
        new Receipt(receipt.outcome(), receipt.commands(), path.path() + ' ' + receipt.note());
    return new AttachedPath(named, id, path.path());
  }

  private void beat() {
    pulse.accept(JobProgress.of("attaching storage", 0, Instant.now()));
  }
}
