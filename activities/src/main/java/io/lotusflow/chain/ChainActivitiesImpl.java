package io.lotusflow.chain;

import io.lotusflow.files.FolderTree;
import io.lotusflow.home.Home;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.PendingMessage;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.OutsideWatch;
import io.lotusflow.node.Pause;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Children;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.window.Obstacles;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's chain on its own host: made ready beside, switched, kept, put back. */
public final class ChainActivitiesImpl implements ChainActivities {
  private static final Logger log = LoggerFactory.getLogger(ChainActivitiesImpl.class);
  private static final int QUIET_EPOCHS = 10;

  private final Path outside;
  private final Programs programs;
  private final JobSteps steps;
  private final ServiceActivities services;
  private final SnapshotActivitiesImpl snapshots;
  private final Consumer<JobProgress> pulse;

  public ChainActivitiesImpl(
      Home home,
      Programs programs,
      JobSteps steps,
      ServiceActivities services,
      SnapshotActivitiesImpl snapshots,
      Consumer<JobProgress> pulse) {
    this.outside = home.folder().resolve("outside");
    this.programs = programs;
    this.steps = steps;
    this.services = services;
    this.snapshots = snapshots;
    this.pulse = pulse;
  }

  @Override
  public Receipt inspect(ChainNode node) {
    return chainSwitch(node)
        .leftHalfDone()
        .map(left -> Receipt.wouldDo("puts back " + left.in()))
        .orElseGet(() -> Receipt.alreadySo("the chain is whole"));
  }

  @Override
  public Receipt mend(ChainNode node) {
    ChainSwitch chain = chainSwitch(node);
    return beating("mending", () -> chain.mend(stopTimeout(node)));
  }

  @Override
  public ChainGround preflight(ChainResetPlan plan) {
    return beating("counting bytes", () -> new ChainPreflight(services, () -> {}).look(plan));
  }

  @Override
  public Receipt makeRoom(ChainResetPlan plan, ChainGround ground, SnapshotSource source) {
    boolean healthy = new NodeHealth(plan.node()).trouble().isEmpty();
    return beating("making room", () -> new Room(plan).make(source, healthy, () -> {}));
  }

  @Override
  public ImportedChain importBeside(ChainResetPlan plan, ChainGround ground, SnapshotFile file) {
    return snapshots.fill(plan.snapshot(), file, beside(ground));
  }

  @Override
  public BesideHead catchUp(ChainResetPlan plan, ChainGround ground) {
    BesideDaemon daemon = daemon(plan.node(), ground);
    if (plan.scope().dryRun()) {
      String until = plan.node().beside().catchUp() ? "has caught up" : "was seen to start";
      return new BesideHead(
          Receipt.wouldDo("runs beside the node until it " + until, daemon.command()), -1, true);
    }
    Lotus lotus = new Lotus(Path.of(plan.node().daemon().binary()), plan.node().daemon().api());
    daemon.configure(new Binaries(programs).dialect(lotus));
    String workflow = Activity.getExecutionContext().getInfo().getWorkflowId();
    BesideDaemon.Seen seen = daemon.untilReady(workflow, plan.node().sync().stallAfter());
    if (!plan.node().beside().catchUp()) {
      daemon.end(this::stillHere);
    }
    String note = "head %d, %d epochs behind".formatted(seen.height(), seen.behind());
    return new BesideHead(Receipt.done(note, daemon.command()), seen.height(), true);
  }

  @Override
  public BesideHead endBeside(ChainResetPlan plan, ChainGround ground) {
    if (plan.scope().dryRun()) {
      return new BesideHead(Receipt.wouldDo("ends the second daemon"), -1, true);
    }
    BesideDaemon daemon = daemon(plan.node(), ground);
    Optional<BesideDaemon.Seen> seen = daemon.end(this::stillHere);
    ChainFolder beside = beside(ground);
    beating("writing through", () -> flushed(plan.node(), beside));
    boolean current = !plan.node().beside().catchUp() || seen.filter(daemon::isCurrent).isPresent();
    String note = seen.map(head -> "head " + head.height()).orElse("it had ended");
    return new BesideHead(
        Receipt.done(note), seen.map(BesideDaemon.Seen::height).orElse(-1L), current);
  }

  private Path flushed(ChainNode node, ChainFolder beside) {
    Path wanted = repo(node).datastore();
    Ownership.take(programs, wanted, beside.datastore());
    Durably.flush(beside.datastore(), () -> {});
    return wanted;
  }

  @Override
  public Receipt removeBeside(ChainResetPlan plan, ChainGround ground) {
    ChainFolder beside = beside(ground);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("removes " + beside.repo());
    }
    daemon(plan.node(), ground).end(this::stillHere);
    return beating(
        "removing",
        () -> {
          beside.removeClaimed();
          return Files.exists(beside.repo())
              ? Receipt.alreadySo(beside.repo() + " was not made by lotusflow: left alone")
              : Receipt.done("removed " + beside.repo());
        });
  }

  @Override
  public NodeIdentity noteIdentity(ChainNode node) {
    Path repo = repo(node).repo();
    List<String> wallets;
    try {
      wallets = FullNode.at(node.daemon().api()).wallets().stream().sorted().toList();
    } catch (RpcFailed silent) {
      wallets = List.of();
    }
    String note = "%d wallets, configuration and keys noted".formatted(wallets.size());
    return new NodeIdentity(Receipt.alreadySo(note), Identities.ofNode(repo), wallets);
  }

  @Override
  public Receipt awaitQuiet(ChainNode node) {
    if (node.scope().dryRun()) {
      return Receipt.wouldDo("waits until no message of ours is pending");
    }
    FullNode daemon = FullNode.at(node.daemon().api());
    List<PendingMessage> pending;
    try {
      Duration atMost = daemon.version().blockDelay().multipliedBy(QUIET_EPOCHS);
      Instant deadline = Instant.now().plus(atMost);
      pending = Obstacles.ownPending(daemon);
      while (!pending.isEmpty() && Instant.now().isBefore(deadline)) {
        pulse.accept(JobProgress.of(pending.size() + " messages pending", 0, Instant.now()));
        Pause.of(Duration.ofMillis(500));
        pending = Obstacles.ownPending(daemon);
      }
    } catch (RpcFailed silent) {
      return Receipt.alreadySo("the daemon does not answer: " + silent.said());
    }
    if (!pending.isEmpty()) {
      throw ChainProblem.CHAIN_MESSAGES_PENDING.because(pending.size(), pending.get(0).from());
    }
    return Receipt.alreadySo("no message of ours is pending");
  }

  @Override
  public Outage watchOutside(ChainNode node, int round) {
    if (node.scope().dryRun()) {
      return Outage.none(Receipt.wouldDo("measures the downtime"));
    }
    return watch(node, round).untilEnded(pulse);
  }

  @Override
  public Receipt endWatch(ChainNode node, int round) {
    if (!node.scope().dryRun()) {
      watch(node, round).end();
    }
    return Receipt.done("");
  }

  private OutsideWatch watch(ChainNode node, int round) {
    String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
    return OutsideWatch.ofDaemon(outside, run + "-" + round, node.daemon().api());
  }

  @Override
  public Receipt switchIn(ChainNode node, ChainGround ground) {
    return exchange(node, exchange(ground, node));
  }

  @Override
  public Receipt putBack(ChainNode node, ChainGround ground) {
    return exchange(node, exchange(ground, node).reversed());
  }

  private Receipt exchange(ChainNode node, FolderExchange exchange) {
    if (node.scope().dryRun()) {
      return Receipt.wouldDo("switches the chain", ChainSwitch.commands(exchange));
    }
    ChainSwitch chain = chainSwitch(node);
    return beating("switching", () -> chain.exchange(exchange, stopTimeout(node)));
  }

  @Override
  public Receipt verify(ChainNode node, NodeIdentity before) {
    if (node.scope().dryRun()) {
      return Receipt.wouldDo("compares wallets, keys, configuration");
    }
    return RpcFailed.named(() -> new NodeHealth(node).compare(before));
  }

  @Override
  public WedgedSectors findWedged(ChainNode node) {
    return new Wedged(node, services).find(pulse);
  }

  @Override
  public OldChain keepOld(ChainNode node, ChainGround ground) {
    Duration keep = node.beside().keepOld();
    if (node.scope().dryRun()) {
      String note = "keeps it until the new one was healthy for %d h".formatted(keep.toHours());
      return new OldChain(Receipt.wouldDo(note), ground.old(), ground.bytes());
    }
    Path old = Path.of(ground.old());
    Instant until = Instant.now().plus(keep).truncatedTo(ChronoUnit.SECONDS);
    chainSwitch(node).keep(old, until);
    startKeeper(new KeepPlan(node.scope(), node, ground.old()));
    long bytes = beating("counting bytes", () -> FolderTree.bytesIn(old, () -> {}));
    return new OldChain(
        Receipt.done(old + " until " + until).undoneBy("lotusflow chain rollback"),
        ground.old(),
        bytes);
  }

  private static void startKeeper(KeepPlan plan) {
    Scope scope = plan.scope();
    String name = Path.of(plan.old()).getFileName().toString();
    WorkflowClient client = Activity.getExecutionContext().getWorkflowClient();
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(ChainKeepWorkflow.PROCEDURE + '/' + scope.node() + '/' + name)
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .setTypedSearchAttributes(Children.attributes(ChainKeepWorkflow.PROCEDURE, scope))
            .build();
    try {
      WorkflowClient.start(client.newWorkflowStub(ChainKeepWorkflow.class, options)::keep, plan);
    } catch (WorkflowExecutionAlreadyStarted before) {
      log.info("the old chain is looked after already folder={}", plan.old());
    }
  }

  @Override
  public ChainHealth health(KeepPlan plan) {
    Optional<String> trouble = new NodeHealth(plan.node()).trouble();
    return new ChainHealth(
        Receipt.alreadySo(trouble.orElse("healthy")),
        trouble.isEmpty(),
        Files.isDirectory(Path.of(plan.old())));
  }

  @Override
  public Receipt discardOld(KeepPlan plan) {
    Optional<String> trouble = new NodeHealth(plan.node()).trouble();
    if (trouble.isPresent()) {
      throw ChainProblem.CHAIN_NODE_UNHEALTHY.because(plan.old(), trouble.get());
    }
    ChainSwitch chain = chainSwitch(plan.node());
    return beating("deleting", () -> chain.discard(Path.of(plan.old())));
  }

  @Override
  public ChainGround findOld(ChainNode node) {
    ChainFolder repo = repo(node);
    ChainSwitch chain = chainSwitch(node);
    Path old =
        chain.old().orElseThrow(() -> ChainProblem.CHAIN_NOTHING_TO_PUT_BACK.because(repo.repo()));
    if (!node.scope().dryRun()) {
      chain.reserve();
    }
    Path undone = repo.repo().resolve("undone-" + ChainFolder.STAMP.format(Instant.now()));
    return new ChainGround(
        Receipt.alreadySo("the old chain is " + old),
        undone.toString(),
        old.toString(),
        0,
        List.of(),
        true);
  }

  @Override
  public Receipt discardUndone(ChainNode node, ChainGround ground) {
    Path undone = Path.of(ground.beside());
    if (node.scope().dryRun()) {
      return Receipt.wouldDo("removes the chain that was put out");
    }
    chainSwitch(node).forget(Activity.getExecutionContext().getInfo().getWorkflowId());
    return beating(
        "deleting",
        () -> {
          if (!Files.exists(undone)) {
            return Receipt.alreadySo("");
          }
          FolderTree.delete(undone);
          return Receipt.done("deleted " + undone);
        });
  }

  @Override
  public Receipt backUpKeystore(ChainResetPlan plan) {
    return KeystoreCopy.make(repo(plan.node()).repo(), plan);
  }

  @Override
  public ImportedChain importInPlace(ChainResetPlan plan, SnapshotFile file) {
    return snapshots.replace(plan.snapshot(), file);
  }

  private ChainSwitch chainSwitch(ChainNode node) {
    String run = Activity.getExecutionContext().getInfo().getWorkflowId();
    return new ChainSwitch(
        repo(node).repo(), run, () -> {}, step -> log.info("chain switch step={}", step));
  }

  private static FolderExchange exchange(ChainGround ground, ChainNode node) {
    return new FolderExchange(
        repo(node).datastore(), beside(ground).datastore(), Path.of(ground.old()));
  }

  private BesideDaemon daemon(ChainNode node, ChainGround ground) {
    DaemonPlan plan = node.daemon();
    return new BesideDaemon(plan, node.beside(), beside(ground), steps);
  }

  private static ChainFolder beside(ChainGround ground) {
    return new ChainFolder(Path.of(ground.beside()));
  }

  private static ChainFolder repo(ChainNode node) {
    return new ChainFolder(Path.of(node.daemon().repo()));
  }

  private static Duration stopTimeout(ChainNode node) {
    Duration unit = node.daemon().service().unit().stopTimeout();
    return unit.compareTo(Duration.ofSeconds(30)) < 0 ? unit : Duration.ofSeconds(30);
  }

  private <T> T beating(String words, Supplier<T> body) {
    return WhileBeating.call(pulse, words, body);
  }

  private void stillHere() {
    pulse.accept(JobProgress.of("ending the second daemon", 0, Instant.now()));
  }
}
