package io.lotusflow.miner;

import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobKey;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobState;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.ChainMessage;
import io.lotusflow.lotus.FilAddress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.MessageReceipt;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.PendingMessage;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.node.Pause;
import io.lotusflow.process.Command;
import io.lotusflow.run.Receipt;
import io.lotusflow.wallet.MinerCost;
import io.lotusflow.wallet.MinerWallets;
import io.lotusflow.wallet.WalletBook;
import io.lotusflow.wallet.WalletProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a miner actor and its repository exactly once, over any number of attempts that died
 * anywhere.
 *
 * <p>The message that creates the actor is what must not be sent twice. It is looked for in the
 * record, in the logs of the jobs, in the pool, and on the chain, before an init is started that
 * would send it; once it is known, its actor is taken with {@code --actor}.
 */
final class MinerCreation {
  private static final Logger log = LoggerFactory.getLogger(MinerCreation.class);
  private static final int CONFIDENCE = 5;
  private static final int ROUNDS = 4;
  private static final long CREATE_MINER = 2;
  private static final Duration POLL = Duration.ofMillis(700);

  private final MinerPlan plan;
  private final MinerWallets wallets;
  private final LotusMiner lotus;
  private final Jobs jobs;
  private final JobSteps steps;
  private final Consumer<JobProgress> pulse;
  private final FullNode node;
  private final MinerFolder folder;
  private final Journal<Creation> journal;
  private final List<String> commands = new ArrayList<>();
  private Creation creation;

  MinerCreation(
      MinerPlan plan,
      MinerWallets wallets,
      LotusMiner lotus,
      Jobs jobs,
      JobSteps steps,
      Consumer<JobProgress> pulse) {
    this.plan = plan;
    this.wallets = wallets;
    this.lotus = lotus;
    this.jobs = jobs;
    this.steps = steps;
    this.pulse = pulse;
    this.node = FullNode.at(plan.node());
    this.folder = new MinerFolder(Path.of(plan.repo()));
    this.journal = new Journal<>(folder.beside(".creation.json"), Creation.class);
    this.creation = nothing();
  }

  /** What is known without touching anything; empty if an init would have to run. */
  Optional<MinerActor> done() {
    return journal
        .read()
        .filter(Creation::complete)
        .filter(known -> !folder.isEmpty())
        .map(known -> actor(known.actor(), Receipt.alreadySo("miner " + known.actor())));
  }

  MinerActor dryRun() {
    refuseFolder(journal.read());
    JobKey key = new JobKey("dry-run", "Miner.Create", "0");
    JobSpec init = init(lotus.shown(), key, journal.read().orElse(nothing()));
    String command = Command.of(Duration.ZERO, init.argv()).toString();
    return new MinerActor(
        Receipt.wouldDo(
            plan.askFirst() ? "creates the miner, once you approve it" : "creates the miner",
            command),
        plan.actor());
  }

  MinerActor create() {
    Optional<Creation> before = journal.read();
    refuseFolder(before);
    if (before.isEmpty() && !plan.actor().isEmpty() && folder.isInitialized()) {
      return adopt();
    }
    refuseAnOldHead();
    creation = before.orElseGet(this::begin);
    for (int round = 0; round < ROUNDS; round++) {
      Optional<JobExit> exit = runUnlessSettled();
      if (exit.isPresent() && exit.get().succeeded()) {
        return complete(exit.get());
      }
      exit.ifPresent(this::afterFailure);
    }
    throw MinerProblem.MINER_INIT_FAILED.because("?", journal.file());
  }

  /** A repository that somebody else made for the actor of the settings. */
  private MinerActor adopt() {
    creation = nothing().withActor(plan.actor()).completed();
    journal.write(creation);
    return actor(
        plan.actor(), Receipt.alreadySo("the repository of " + plan.actor() + " is there"));
  }

  private void refuseFolder(Optional<Creation> known) {
    boolean strange = known.isEmpty() && !folder.isEmpty();
    boolean takenOver = !plan.actor().isEmpty() && folder.isInitialized();
    if (strange && !takenOver) {
      throw MinerProblem.MINER_FOLDER_NOT_EMPTY.because(
          folder.repo(), folder.firstEntry().orElse(""));
    }
    if (folder.isMount()) {
      throw MinerProblem.MINER_FOLDER_IS_MOUNT.because(folder.repo());
    }
  }

  private void refuseAnOldHead() {
    TipSet head = node.head();
    if (node.isBehind(head, Instant.now())) {
      throw MinerProblem.MINER_NODE_NOT_SYNCED.because(head.height());
    }
  }

  private Creation nothing() {
    return new Creation(
        wallets.owner(),
        wallets.worker(),
        plan.sectorSize().toString(),
        -1,
        0,
        0,
        "none",
        "none",
        "none",
        "",
        plan.actor(),
        false);
  }

  private Creation begin() {
    Creation fresh = nothing();
    Creation begun =
        new Creation(
            fresh.owner(),
            fresh.worker(),
            fresh.sectorSize(),
            nextNonce(),
            node.head().height(),
            0,
            fresh.jobOwner(),
            fresh.jobStep(),
            fresh.jobInputs(),
            "",
            plan.actor(),
            false);
    journal.write(begun);
    return begun;
  }

  private long nextNonce() {
    try {
      return node.nextNonce(wallets.owner());
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.UNREACHABLE) {
        throw failed;
      }
      // An owner that the chain does not know yet has sent nothing.
      return -1;
    }
  }

  /** Attaches to the init of this round, or finds out how it ended and begins the next. */
  private Optional<JobExit> runUnlessSettled() {
    Optional<JobState> state = jobs.look(creation.job());
    boolean attach =
        !creation.complete()
            && state
                .filter(
                    job ->
                        switch (job.phase()) {
                          case STARTING, RUNNING -> true;
                          case ENDED -> job.code().orElse(1) == 0;
                          case VANISHED, STOPPED -> false;
                        })
                .isPresent();
    if (!attach) {
      findMessage(state);
      takeActor();
      folder.setAside().ifPresent(aside -> log.info("unfinished repository moved to={}", aside));
      refuseAPoorWorker();
      save(creation.nextRound(steps.key(plan.repo(), creation.round() + 1)));
    }
    JobSpec init = init(lotus, creation.job(), creation);
    commands.add(Command.of(Duration.ZERO, init.argv()).toString());
    return Optional.of(steps.runAsStep(init, InitLog.progress(this::noteMessage)));
  }

  private JobSpec init(LotusMiner with, JobKey key, Creation known) {
    return known.actor().isEmpty()
        ? with.init(key, wallets.owner(), wallets.worker(), plan.sectorSize())
        : with.initWithActor(key, known.actor(), plan.sectorSize());
  }

  private void noteMessage(String cid) {
    if (!creation.message().equals(cid)) {
      save(creation.withMessage(cid));
    }
  }

  private void findMessage(Optional<JobState> state) {
    if (creation.message().isEmpty() && creation.actor().isEmpty()) {
      state.flatMap(job -> InitLog.pushedInAnyAttempt(job.log())).ifPresent(this::noteMessage);
    }
    if (creation.message().isEmpty() && creation.actor().isEmpty() && ownerHasSent()) {
      sentUnseen().ifPresent(this::noteMessage);
    }
  }

  /** Killed between the push and the line in its log: whatever else the owner sent is not meant. */
  private Optional<String> sentUnseen() {
    try {
      return inPool().or(this::onChain);
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD) {
        throw MinerProblem.MINER_CREATION_UNCLEAR.because(
            creation.owner(), creation.height(), journal.file());
      }
      throw failed;
    }
  }

  private boolean ownerHasSent() {
    return creation.round() > 0 && nextNonce() > Math.max(0, creation.nonce());
  }

  private Optional<String> inPool() {
    return node.pendingFrom(creation.owner()).stream()
        .filter(message -> message.method() == CREATE_MINER)
        .filter(message -> message.to().endsWith("04") && message.to().length() == 3)
        .map(PendingMessage::cid)
        .findFirst();
  }

  private Optional<String> onChain() {
    String power = creation.owner().charAt(0) + "04";
    return node.messages(creation.owner(), power, creation.height()).stream().findFirst();
  }

  private void takeActor() {
    if (creation.message().isEmpty() || !creation.actor().isEmpty()) {
      return;
    }
    MessageReceipt receipt =
        new ChainMessage(node, creation.message(), CONFIDENCE)
            .await(() -> beat("waiting for message " + creation.message()));
    if (!receipt.succeeded()) {
      String cid = creation.message();
      save(creation.withoutMessage(nextNonce()));
      throw MinerProblem.MINER_MESSAGE_FAILED.because(cid, receipt.exitCode());
    }
    save(creation.withActor(receipt.createdActor(creation.owner().charAt(0))));
    log.info("actor found by its message actor={}", creation.actor());
  }

  /** Taking an actor over sends a message from its worker. */
  private void refuseAPoorWorker() {
    if (!creation.actor().isEmpty() && node.balance(creation.worker()).equals(AttoFil.ZERO)) {
      AttoFil least = AttoFil.ofFil("0.1");
      throw WalletProblem.NO_FUNDS.because(creation.worker(), AttoFil.ZERO, least, least);
    }
  }

  private void afterFailure(JobExit exit) {
    String said = InitLog.read(exit.log());
    findMessage(jobs.look(creation.job()));
    if (!creation.message().isEmpty() || said.contains("is already initialized")) {
      return;
    }
    if (InitLog.lacksFunds(said)) {
      AttoFil balance = node.balance(wallets.owner());
      AttoFil needed = MinerCost.of(node);
      throw WalletProblem.NO_FUNDS.withLog(
          exit.lastLines(), wallets.owner(), balance, needed, needed.minus(balance));
    }
    throw MinerProblem.MINER_INIT_FAILED.withLog(exit.lastLines(), exit.code(), exit.log());
  }

  private MinerActor complete(JobExit exit) {
    String actor =
        InitLog.created(InitLog.read(exit.log()))
            .or(() -> Optional.of(creation.actor()).filter(known -> !known.isEmpty()))
            .orElseThrow(
                () ->
                    MinerProblem.MINER_INIT_FAILED.withLog(
                        exit.lastLines(), exit.code(), exit.log()));
    if (plan.actor().isEmpty()) {
      refuseAnother(actor, node.minerInfo(actor));
    }
    save(creation.withActor(actor).completed());
    WalletBook.of(plan.wallets()).noteCreated(actor);
    log.info("miner created node={} actor={}", plan.scope().node(), actor);
    return actor(actor, Receipt.done("miner " + actor, commands.toArray(String[]::new)));
  }

  private void refuseAnother(String actor, MinerInfo info) {
    String owner = node.accountKey(info.owner());
    if (!new FilAddress(wallets.owner()).sameAs(owner)) {
      throw MinerProblem.MINER_IS_ANOTHER.because(actor, "owner", wallets.owner(), owner);
    }
    if (!info.sectorSize().equals(plan.sectorSize())) {
      throw MinerProblem.MINER_IS_ANOTHER.because(
          actor, "sector size", plan.sectorSize(), info.sectorSize());
    }
  }

  private void save(Creation next) {
    creation = next;
    journal.write(next);
  }

  private void beat(String doing) {
    pulse.accept(JobProgress.of(doing, 0, Instant.now()));
    Pause.of(POLL);
  }

  private static MinerActor actor(String address, Receipt receipt) {
    return new MinerActor(receipt, address);
  }
}
