package io.lotusflow.install;

import io.lotusflow.build.BuildActivities;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.Compiled;
import io.lotusflow.build.Installed;
import io.lotusflow.build.Source;
import io.lotusflow.build.Toolchain;
import io.lotusflow.chain.ImportedChain;
import io.lotusflow.chain.SnapshotActivities;
import io.lotusflow.chain.SnapshotFile;
import io.lotusflow.chain.SnapshotPlan;
import io.lotusflow.chain.SnapshotSource;
import io.lotusflow.handover.HandOverActivities;
import io.lotusflow.handover.HandOverPlan;
import io.lotusflow.handover.HostKey;
import io.lotusflow.handover.SealedInfo;
import io.lotusflow.host.HostActivities;
import io.lotusflow.host.HostPlan;
import io.lotusflow.job.JobActivities;
import io.lotusflow.job.StopJobs;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.miner.MinerActivities;
import io.lotusflow.miner.MinerActor;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.miner.MinerReport;
import io.lotusflow.node.ApiUp;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.LeaseAnswer;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.node.NodeActivities;
import io.lotusflow.node.NodeLeaseActivities;
import io.lotusflow.params.ParamsActivities;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.preflight.Findings;
import io.lotusflow.preflight.PreflightActivities;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.storage.AttachedPath;
import io.lotusflow.storage.StorageActivities;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.wallet.Funds;
import io.lotusflow.wallet.KeysPlan;
import io.lotusflow.wallet.MinerWallets;
import io.lotusflow.wallet.NewKey;
import io.lotusflow.wallet.WalletActivities;
import io.lotusflow.wallet.WalletNewPlan;
import io.lotusflow.wallet.WalletPlan;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A machine on which every step works at once, unless a test says otherwise; it keeps the steps it
 * was asked for.
 */
final class FakeHost {

  private static final Receipt DONE = Receipt.done("");

  /** Types of the steps, in the order in which they were asked for; retries included. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final Map<String, Deque<ApplicationFailure>> failures = new ConcurrentHashMap<>();
  private final Deque<AttoFil> balances = new ArrayDeque<>(List.of(AttoFil.ofFil("10")));
  private volatile String hangs = "";

  /** What was last sealed for it. */
  volatile String opened = "";

  void fails(String step, ApplicationFailure... inTurn) {
    failures.put(step, new ArrayDeque<>(List.of(inTurn)));
  }

  /** The step works until it is cancelled. */
  void hangs(String step) {
    hangs = step;
  }

  /** What the owner has at each look; the last one stays. */
  void balances(String... fil) {
    balances.clear();
    List.of(fil).forEach(amount -> balances.add(AttoFil.ofFil(amount)));
  }

  Object[] activities() {
    return new Object[] {
      new Preflight(),
      new Hosts(),
      new Builds(),
      new Services(),
      new Nodes(),
      new Snapshots(),
      new Syncs(),
      new ParamSets(),
      new Wallets(),
      new Miners(),
      new Storages(),
      new Jobs(),
      new HandOvers(),
      new Leases()
    };
  }

  private Receipt step() {
    String type = Activity.getExecutionContext().getInfo().getActivityType();
    calls.add(type);
    if (type.equals(hangs)) {
      workUntilCancelled();
    }
    ApplicationFailure failure = failures.getOrDefault(type, new ArrayDeque<>()).poll();
    if (failure != null) {
      throw failure;
    }
    return DONE;
  }

  private static void workUntilCancelled() {
    try {
      while (true) {
        Activity.getExecutionContext().heartbeat("");
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw Activity.wrap(e);
    } catch (ActivityCompletionException cancelled) {
      throw cancelled;
    }
  }

  private final class Preflight implements PreflightActivities {
    @Override
    public Findings check(InstallPlan plan) {
      return new Findings(step(), List.of());
    }
  }

  private final class Hosts implements HostActivities {
    @Override
    public Receipt installPackages(HostPlan plan) {
      return step();
    }

    @Override
    public Receipt makeSwap(HostPlan plan) {
      return step();
    }

    @Override
    public Receipt removeSwap(HostPlan plan) {
      return step();
    }
  }

  private final class Builds implements BuildActivities {
    @Override
    public Source checkout(BuildPlan plan) {
      return new Source(step(), "c6f4d024".repeat(5), "1.25.7", "1.94.0");
    }

    @Override
    public Toolchain provideGo(BuildPlan plan, Source source) {
      return new Toolchain(step(), source.goMinimum(), "");
    }

    @Override
    public Toolchain provideRust(BuildPlan plan, Source source) {
      return new Toolchain(step(), source.rustToolchain(), "");
    }

    @Override
    public Compiled compile(BuildPlan plan, Source source, Toolchain go, Toolchain rust) {
      return new Compiled(step(), LotusVersion.parse("v1.36.2"), "1.36.2+x", List.of("lotus"));
    }

    @Override
    public Installed installVersion(BuildPlan plan, Compiled compiled) {
      return new Installed(
          step(), compiled.version(), compiled.label(), "/opt/lotus/versions/x/bin");
    }

    @Override
    public Receipt switchTo(BuildPlan plan, Installed installed) {
      return step();
    }

    @Override
    public Receipt putIntoUse(BuildPlan plan, Installed installed) {
      return step();
    }
  }

  private final class Services implements ServiceActivities {
    @Override
    public Receipt install(ServicePlan plan) {
      return step();
    }

    @Override
    public ServiceStatus start(ServicePlan plan) {
      return running();
    }

    @Override
    public ServiceStatus stop(ServicePlan plan) {
      return running();
    }

    @Override
    public ServiceStatus restart(ServicePlan plan) {
      return running();
    }

    @Override
    public ServiceStatus status(ServicePlan plan) {
      return running();
    }

    @Override
    public Receipt uninstall(ServicePlan plan) {
      return step();
    }

    private ServiceStatus running() {
      return new ServiceStatus(step(), true, true, 4711, Optional.empty(), 0);
    }
  }

  private final class Nodes implements NodeActivities {
    @Override
    public Receipt writeConfig(DaemonPlan plan) {
      return step();
    }

    @Override
    public ApiUp awaitApi(DaemonPlan plan) {
      return new ApiUp(step(), "1.36.2+x");
    }
  }

  private final class Snapshots implements SnapshotActivities {
    @Override
    public ImportedChain inspect(SnapshotPlan plan) {
      return new ImportedChain(step(), -1);
    }

    @Override
    public SnapshotSource resolve(SnapshotPlan plan) {
      return new SnapshotSource(step(), plan.source(), 0, "", "");
    }

    @Override
    public SnapshotFile fetch(SnapshotPlan plan, SnapshotSource source) {
      return new SnapshotFile(step(), "/srv/lotus/x.car", 1, "");
    }

    @Override
    public ImportedChain importBeside(SnapshotPlan plan, SnapshotFile file) {
      return new ImportedChain(step(), 42);
    }

    @Override
    public Receipt discard(SnapshotPlan plan, SnapshotFile file) {
      return step();
    }
  }

  private final class Syncs implements SyncActivities {
    @Override
    public ChainHead awaitSynced(SyncPlan plan) {
      return new ChainHead(step(), 43, Instant.EPOCH);
    }
  }

  private final class ParamSets implements ParamsActivities {
    @Override
    public Receipt fetch(ParamsPlan plan) {
      return step();
    }
  }

  private final class Wallets implements WalletActivities {
    @Override
    public MinerWallets makeWallets(WalletPlan plan) {
      return new MinerWallets(step(), "t3owner", "t3worker");
    }

    @Override
    public NewKey makeKey(WalletNewPlan plan) {
      return new NewKey(step(), "t3new");
    }

    @Override
    public Receipt saveKeys(KeysPlan plan, List<String> addresses) {
      return step();
    }

    @Override
    public Receipt backUpKeys(WalletPlan plan, MinerWallets wallets) {
      return step();
    }

    @Override
    public Funds readFunds(WalletPlan plan, MinerWallets wallets) {
      Receipt read = step();
      AttoFil balance = balances.size() > 1 ? balances.poll() : balances.peek();
      return new Funds(read, wallets.owner(), balance, AttoFil.ofFil("1"));
    }

    @Override
    public Receipt askFaucet(WalletPlan plan, Funds funds) {
      step();
      return Receipt.alreadySo(plan.faucet().isEmpty() ? "no faucet" : "asked before");
    }
  }

  private final class Miners implements MinerActivities {
    @Override
    public MinerActor create(MinerPlan plan, MinerWallets wallets) {
      return new MinerActor(step(), "t01000");
    }

    @Override
    public Receipt writeConfig(MinerPlan plan) {
      return step();
    }

    @Override
    public ApiUp awaitApi(MinerPlan plan) {
      return new ApiUp(step(), "1.36.2+x");
    }

    @Override
    public Receipt announceAddresses(MinerPlan plan, MinerActor actor) {
      return step();
    }

    @Override
    public MinerReport verify(MinerPlan plan, MinerActor actor, MinerWallets wallets) {
      return new MinerReport(
          step(), actor.address(), wallets.owner(), wallets.worker(), "1.36.2+x", List.of());
    }
  }

  private final class Storages implements StorageActivities {
    @Override
    public AttachedPath attach(StoragePlan plan, StoragePath path) {
      return new AttachedPath(step(), "id-of-" + path.path(), path.path());
    }
  }

  private final class Jobs implements JobActivities {
    @Override
    public void stopJobs(StopJobs request) {
      step();
    }
  }

  private final class Leases implements NodeLeaseActivities {
    @Override
    public LeaseAnswer take(LeaseAsk ask) {
      return new LeaseAnswer(step(), "");
    }
  }

  private final class HandOvers implements HandOverActivities {
    @Override
    public HostKey tellKey(HandOverPlan plan) {
      return new HostKey(step(), "key of " + plan.scope().host());
    }

    @Override
    public SealedInfo seal(HandOverPlan plan, HostKey key) {
      return new SealedInfo(step(), "for the " + key.publicKey(), "here");
    }

    @Override
    public Receipt open(HandOverPlan plan, SealedInfo sealed) {
      opened = sealed.box();
      return step();
    }
  }
}
