package io.lotusflow.miner;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.lotus.FilAddress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.ApiUp;
import io.lotusflow.node.ApiWait;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.toml.Setting;
import io.lotusflow.toml.TomlFile;
import io.lotusflow.wallet.MinerWallets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates, configures and checks the miner of this host. */
public final class MinerActivitiesImpl implements MinerActivities {
  private static final List<String> FOLDERS =
      List.of("TMPDIR", "FIL_PROOFS_PARAMETER_CACHE", "FIL_PROOFS_PARENT_CACHE");

  private final Programs programs;
  private final Binaries binaries;
  private final Jobs jobs;
  private final JobSteps steps;
  private final ApiWait wait;
  private final Consumer<JobProgress> pulse;

  public MinerActivitiesImpl(
      Programs programs, Jobs jobs, JobSteps steps, ApiWait wait, Consumer<JobProgress> pulse) {
    this.programs = programs;
    this.binaries = new Binaries(programs);
    this.jobs = jobs;
    this.steps = steps;
    this.wait = wait;
    this.pulse = pulse;
  }

  @Override
  public MinerActor create(MinerPlan plan, MinerWallets wallets) {
    MinerCreation creation = new MinerCreation(plan, wallets, lotus(plan), jobs, steps, pulse);
    Optional<MinerActor> done = creation.done();
    if (done.isPresent()) {
      return done.get();
    }
    if (plan.scope().dryRun()) {
      return creation.dryRun();
    }
    MinerFolder folder = new MinerFolder(Path.of(plan.repo()));
    folder.makeParent();
    makeFolders(plan.environment());
    return OneAtATime.on(
        folder.beside(".creation.lock"), this::beat, () -> RpcFailed.named(creation::create));
  }

  @Override
  public Receipt writeConfig(MinerPlan plan) {
    LotusMiner lotus = lotus(plan);
    Dialect dialect = binaries.dialect(lotus);
    TomlFile config = new TomlFile(Path.of(plan.repo(), "config.toml"));
    List<Setting> missing = config.missing(MinerConfig.of(plan, dialect));
    if (missing.isEmpty()) {
      return Receipt.alreadySo("all keys are set in " + config.path());
    }
    List<String> words = new ArrayList<>();
    words.add(
        config.path() + ": " + String.join(", ", missing.stream().map(Setting::toString).toList()));
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(words.get(0));
    }
    config.set(missing).ifPresent(kept -> words.add("the old file is kept as " + kept));
    words.addAll(ignored(plan, config, lotus, dialect));
    return Receipt.done(String.join("; ", words));
  }

  private List<String> ignored(MinerPlan plan, TomlFile config, LotusMiner lotus, Dialect dialect) {
    List<String> names = new ArrayList<>();
    binaries
        .defaultConfig(lotus.binary(), dialect, lotus.defaultConfig())
        .map(config::unknownKeys)
        .ifPresent(names::addAll);
    EnvironmentNames.ignoredBy(dialect.version(), plan.environment().keySet())
        .forEach(ignored -> names.add(ignored.name()));
    return names.isEmpty()
        ? List.of()
        : List.of(dialect.version() + " ignores " + String.join(", ", names));
  }

  @Override
  public ApiUp awaitApi(MinerPlan plan) {
    MinerApi miner = MinerApi.at(plan.api());
    String url = Multiaddr.parse(plan.api().address()).toUri().toString();
    return wait.await(plan.scope(), plan.service(), miner::version, url, plan.apiStart());
  }

  @Override
  public Receipt announceAddresses(MinerPlan plan, MinerActor actor) {
    Dialect dialect = binaries.dialect(lotus(plan));
    if (plan.announce().isEmpty()) {
      return Receipt.alreadySo(
          dialect.minerListens()
              ? "no address is given: others cannot reach this miner ([miner] market_addresses)"
              : "not needed: since v1.27.1 the miner itself does not listen; a market node would");
    }
    return RpcFailed.named(
        () -> {
          Announcement announcement = new Announcement(plan, actor.address());
          if (!actor.address().isEmpty() && announcement.isOnChain()) {
            return Receipt.alreadySo(String.join(", ", plan.announce()) + " is on the chain");
          }
          if (plan.scope().dryRun()) {
            return Receipt.wouldDo("announces " + String.join(", ", plan.announce()));
          }
          return announcement.send(lotus(plan), dialect, programs, pulse);
        });
  }

  @Override
  public MinerReport verify(MinerPlan plan, MinerActor actor, MinerWallets wallets) {
    if (plan.scope().dryRun() && actor.receipt().outcome() == Receipt.Outcome.WOULD_DO) {
      Receipt receipt = Receipt.wouldDo("reads actor, owner, worker, storage and power back");
      return new MinerReport(
          receipt, actor.address(), wallets.owner(), wallets.worker(), "", List.of());
    }
    return RpcFailed.named(() -> read(plan, actor, wallets));
  }

  private static MinerReport read(MinerPlan plan, MinerActor actor, MinerWallets wallets) {
    MinerApi miner = MinerApi.at(plan.api());
    FullNode node = FullNode.at(plan.node());
    refuseUnless("actor", actor.address(), miner.actor(), actor.address());
    MinerInfo info = node.minerInfo(actor.address());
    String owner = node.accountKey(info.owner());
    String worker = node.accountKey(info.worker());
    if (plan.actor().isEmpty()) {
      refuseUnless("owner", wallets.owner(), owner, actor.address());
      refuseUnless("worker", wallets.worker(), worker, actor.address());
    }
    List<String> storage =
        miner.localPaths().entrySet().stream()
            .map(path -> path.getKey() + ' ' + path.getValue())
            .sorted()
            .toList();
    String note =
        "miner %s, %s sectors, %s power, %d storage paths"
            .formatted(
                actor.address(),
                info.sectorSize(),
                node.minerPower(actor.address()),
                storage.size());
    return new MinerReport(
        Receipt.alreadySo(note), actor.address(), owner, worker, miner.version().text(), storage);
  }

  private static void refuseUnless(String what, String expected, String found, String actor) {
    if (!new FilAddress(expected).sameAs(found)) {
      throw MinerProblem.MINER_IS_ANOTHER.because(actor, what, expected, found);
    }
  }

  /** Lotus makes none of them, and old versions fail without. */
  private static void makeFolders(Map<String, String> environment) {
    for (String name : FOLDERS) {
      String folder = environment.getOrDefault(name, "");
      if (!folder.isEmpty()) {
        try {
          Files.createDirectories(Path.of(folder));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private LotusMiner lotus(MinerPlan plan) {
    return new LotusMiner(Path.of(plan.binary()), plan.api(), plan.node(), plan.environment());
  }

  private void beat() {
    pulse.accept(JobProgress.of("another attempt is at work", 0, Instant.now()));
  }
}
