package io.lotusflow.wallet;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FilAddress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.RepoFolder;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, saves and reads the wallets of a miner on the daemon's host. */
public final class WalletActivitiesImpl implements WalletActivities {
  private static final Logger log = LoggerFactory.getLogger(WalletActivitiesImpl.class);

  private final Programs programs;
  private final Consumer<JobProgress> pulse;

  public WalletActivitiesImpl(Programs programs, Consumer<JobProgress> pulse) {
    this.programs = programs;
    this.pulse = pulse;
  }

  @Override
  public MinerWallets makeWallets(WalletPlan plan) {
    checkGiven(plan.owner());
    checkGiven(plan.worker());
    if (plan.scope().dryRun()) {
      return dryRun(plan);
    }
    WalletBook book = WalletBook.of(plan);
    return OneAtATime.on(book.lock(), this::waiting, () -> RpcFailed.named(() -> make(plan, book)));
  }

  private MinerWallets make(WalletPlan plan, WalletBook book) {
    FullNode node = FullNode.at(plan.node());
    List<String> there = node.wallets();
    WalletBook.Entry entry =
        book.read().orElseGet(() -> new WalletBook.Entry(there, plan.owner(), plan.worker(), ""));
    book.write(entry);
    List<String> commands = new ArrayList<>();
    if (entry.owner().isEmpty()) {
      entry = entry.withOwner(adoptOrMake(plan, node, entry, commands));
      book.write(entry);
    }
    if (entry.worker().isEmpty()) {
      entry = entry.withWorker(adoptOrMake(plan, node, entry, commands));
      book.write(entry);
    }
    refuseAbsent(plan, node.wallets(), entry.owner());
    refuseAbsent(plan, node.wallets(), entry.worker());
    return wallets(entry, commands);
  }

  /** A key that came into being after the book was begun is one of ours whose maker died. */
  private String adoptOrMake(
      WalletPlan plan, FullNode node, WalletBook.Entry entry, List<String> commands) {
    List<String> unclaimed =
        node.wallets().stream()
            .filter(address -> new FilAddress(address).isBls())
            .filter(address -> !entry.before().contains(address))
            .filter(address -> !address.equals(entry.owner()) && !address.equals(entry.worker()))
            .sorted()
            .toList();
    if (!unclaimed.isEmpty()) {
      return unclaimed.get(0);
    }
    var make = lotus(plan).newBlsWallet();
    commands.add(make.toString());
    String address = programs.run(make, this::waiting).line();
    log.info("wallet made node={} address={}", plan.scope().node(), address);
    return new FilAddress(address).text();
  }

  private static MinerWallets wallets(WalletBook.Entry entry, List<String> commands) {
    String note = "owner %s, worker %s".formatted(entry.owner(), entry.worker());
    Receipt receipt =
        commands.isEmpty()
            ? Receipt.alreadySo(note)
            : Receipt.done(note, commands.toArray(String[]::new));
    return new MinerWallets(receipt, entry.owner(), entry.worker());
  }

  private MinerWallets dryRun(WalletPlan plan) {
    WalletBook.Entry entry =
        WalletBook.of(plan)
            .read()
            .orElseGet(() -> new WalletBook.Entry(List.of(), plan.owner(), plan.worker(), ""));
    List<String> commands = new ArrayList<>();
    String make = lotusWithoutToken(plan).newBlsWallet().toString();
    if (entry.owner().isEmpty()) {
      commands.add(make);
    }
    if (entry.worker().isEmpty()) {
      commands.add(make);
    }
    if (commands.isEmpty()) {
      return wallets(entry, commands);
    }
    Receipt receipt =
        Receipt.wouldDo("makes the wallets that are missing", commands.toArray(String[]::new));
    return new MinerWallets(receipt, entry.owner(), entry.worker());
  }

  private static void checkGiven(String address) {
    if (!address.isEmpty()) {
      FilAddress.wrongWith(address)
          .ifPresent(
              wrong -> {
                throw WalletProblem.WALLET_ADDRESS_WRONG.because(address, wrong);
              });
      if (!new FilAddress(address).isBls()) {
        throw WalletProblem.WALLET_ADDRESS_WRONG.because(address, "not of a BLS key (t3…, f3…)");
      }
    }
  }

  private static void refuseAbsent(WalletPlan plan, List<String> there, String address) {
    if (there.stream().noneMatch(new FilAddress(address)::sameAs)) {
      String daemon = plan.node().isRemote() ? plan.node().address() : plan.node().repo();
      throw WalletProblem.WALLET_KEY_ABSENT.because(address, daemon);
    }
  }

  /**
   * A key that is made in a run.
   *
   * @param before addresses the daemon had
   * @param address empty until it is known
   */
  private record Making(List<String> before, String address) {}

  @Override
  public NewKey makeKey(WalletNewPlan plan) {
    Lotus lotus = new Lotus(Path.of(plan.keys().binary()), plan.keys().node());
    Command make = lotus.newWallet(plan.type());
    if (plan.scope().dryRun()) {
      return new NewKey(Receipt.wouldDo("makes a key", make.toString()), "");
    }
    Path folder = RepoFolder.make(Path.of(plan.keys().folder()));
    String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
    Journal<Making> journal = new Journal<>(folder.resolve("new-" + run + ".json"), Making.class);
    return OneAtATime.on(
        folder.resolve(".lock"),
        this::waiting,
        () -> RpcFailed.named(() -> makeKey(plan, make, journal)));
  }

  private NewKey makeKey(WalletNewPlan plan, Command make, Journal<Making> journal) {
    FullNode node = FullNode.at(plan.keys().node());
    Making making = journal.read().orElseGet(() -> new Making(node.wallets(), ""));
    if (!making.address().isEmpty()) {
      return new NewKey(Receipt.alreadySo(making.address()), making.address());
    }
    journal.write(making);
    String address =
        unclaimed(node, making, plan.type())
            .orElseGet(() -> programs.run(make, this::waiting).line());
    journal.write(new Making(making.before(), new FilAddress(address).text()));
    return new NewKey(Receipt.done(address, make.toString()), address);
  }

  private static Optional<String> unclaimed(FullNode node, Making making, String type) {
    return node.wallets().stream()
        .filter(address -> !making.before().contains(address))
        .filter(address -> new FilAddress(address).isBls() == type.equals("bls"))
        .sorted()
        .findFirst();
  }

  @Override
  public Receipt saveKeys(KeysPlan plan, List<String> addresses) {
    return RpcFailed.named(
        () -> {
          List<String> all = addresses.isEmpty() ? FullNode.at(plan.node()).wallets() : addresses;
          KeyBackup backup =
              new KeyBackup(
                  new Lotus(Path.of(plan.binary()), plan.node()), programs, Path.of(plan.folder()));
          return save(plan, backup, all);
        });
  }

  private Receipt save(KeysPlan plan, KeyBackup backup, List<String> addresses) {
    int made = 0;
    for (String address : addresses) {
      waiting();
      if (!backup.isThere(address)) {
        made++;
        if (!plan.scope().dryRun()) {
          backup.make(address);
        }
      } else if (!backup.holds(address)) {
        throw WalletProblem.KEY_BACKUP_DIFFERS.because(backup.file(address), address);
      }
    }
    String note =
        "%d keys lie in %s and are the daemon's".formatted(addresses.size(), plan.folder());
    if (made == 0) {
      return Receipt.alreadySo(note);
    }
    return plan.scope().dryRun()
        ? Receipt.wouldDo("exports %d keys into %s".formatted(made, plan.folder()))
        : Receipt.done(note + ", %d of them new".formatted(made));
  }

  @Override
  public Receipt backUpKeys(WalletPlan plan, MinerWallets wallets) {
    Path folder = Path.of(plan.keyBackup());
    if (plan.scope().dryRun() && wallets.owner().isEmpty()) {
      return Receipt.wouldDo(
          "exports both keys into " + folder,
          lotusWithoutToken(plan).exportWallet("ADDRESS").toString());
    }
    return RpcFailed.named(() -> backUp(plan, wallets, folder));
  }

  private Receipt backUp(WalletPlan plan, MinerWallets wallets, Path folder) {
    KeyBackup backup = new KeyBackup(lotus(plan), programs, folder);
    List<String> missing = new ArrayList<>();
    for (String address : List.of(wallets.owner(), wallets.worker())) {
      if (!backup.isThere(address)) {
        missing.add(address);
      } else if (!plan.scope().dryRun() && !backup.holds(address)) {
        throw WalletProblem.KEY_BACKUP_DIFFERS.because(backup.file(address), address);
      }
    }
    String[] commands =
        missing.stream()
            .map(lotus(plan)::exportWallet)
            .map(Object::toString)
            .toArray(String[]::new);
    if (missing.isEmpty()) {
      return Receipt.alreadySo("both keys lie in " + folder);
    }
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("exports " + missing.size() + " keys into " + folder, commands);
    }
    missing.forEach(backup::make);
    return Receipt.done(missing.size() + " keys exported and compared, in " + folder, commands);
  }

  @Override
  public Funds readFunds(WalletPlan plan, MinerWallets wallets) {
    boolean created =
        WalletBook.of(plan).read().filter(entry -> !entry.actor().isEmpty()).isPresent();
    if (wallets.owner().isEmpty()) {
      return new Funds(
          Receipt.wouldDo("reads the owner's balance"), "", AttoFil.ZERO, AttoFil.ZERO);
    }
    return RpcFailed.named(() -> read(plan, wallets, created));
  }

  private static Funds read(WalletPlan plan, MinerWallets wallets, boolean created) {
    FullNode node = FullNode.at(plan.node());
    AttoFil balance = node.balance(wallets.owner());
    AttoFil needed = created ? AttoFil.ZERO : MinerCost.of(node);
    String note =
        created
            ? "the miner is created already; the owner has " + balance
            : "the owner has %s, creating the miner takes about %s".formatted(balance, needed);
    return new Funds(Receipt.alreadySo(note), wallets.owner(), balance, needed);
  }

  /**
   * One asking per shortage.
   *
   * @param balance in attoFIL when it was asked
   */
  private record Asked(String address, String balance, String at) {}

  @Override
  public Receipt askFaucet(WalletPlan plan, Funds funds) {
    if (plan.faucet().isEmpty() || funds.enough()) {
      return Receipt.alreadySo(plan.faucet().isEmpty() ? "no faucet" : "no shortage");
    }
    Faucet faucet = new Faucet(plan.faucet());
    AttoFil missing = funds.needed().minus(funds.balance());
    String asking = faucet.asCommand(funds.address(), missing);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("asks the faucet", asking);
    }
    Path folder = RepoFolder.make(Path.of(plan.keyBackup()));
    Journal<Asked> journal =
        new Journal<>(folder.resolve("faucet-" + plan.scope().node() + ".json"), Asked.class);
    boolean asked =
        journal
            .read()
            .filter(last -> last.address().equals(funds.address()))
            .filter(last -> last.balance().equals(funds.balance().digits()))
            .isPresent();
    if (asked) {
      return Receipt.alreadySo("asked for " + funds.address() + " before; it may take some blocks");
    }
    Optional<String> refused = faucet.fund(funds.address(), missing);
    if (refused.isPresent()) {
      String note = "the faucet %s gave nothing: %s".formatted(plan.faucet(), refused.get());
      return new Receipt(Receipt.Outcome.SKIPPED, List.of(asking), note);
    }
    journal.write(new Asked(funds.address(), funds.balance().digits(), Instant.now().toString()));
    fundWorker(plan, faucet);
    return Receipt.done("asked for " + funds.address(), asking);
  }

  /** The worker pays the messages of the miner, first when an actor is taken over. */
  private static void fundWorker(WalletPlan plan, Faucet faucet) {
    WalletBook.of(plan)
        .read()
        .map(WalletBook.Entry::worker)
        .filter(worker -> !worker.isEmpty())
        .filter(worker -> FullNode.at(plan.node()).balance(worker).equals(AttoFil.ZERO))
        .ifPresent(worker -> faucet.fund(worker, AttoFil.ZERO));
  }

  private void waiting() {
    pulse.accept(JobProgress.of("another attempt is at work", 0, Instant.now()));
  }

  private static Lotus lotus(WalletPlan plan) {
    return new Lotus(Path.of(plan.binary()), plan.node());
  }

  /** For showing a command only: needs no token file. */
  private static Lotus lotusWithoutToken(WalletPlan plan) {
    return new Lotus(Path.of(plan.binary()), NodeApi.local("/", plan.node().address()));
  }
}
