package io.lotusflow.chain;

import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobKey;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.node.DaemonConfig;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.Pause;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.toml.TomlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second daemon, on the repository beside the living node's: the same program with the same
 * genesis and peers, on ports of its own, without keys. A job of the run, which ends it before the
 * switch.
 */
final class BesideDaemon {

  /** The step whose job it is, also for the steps that end it. */
  static final String STEP = "Chain.CatchUp";

  private static final Duration POLL = Duration.ofMillis(200);

  private final DaemonPlan daemon;
  private final BesidePlan beside;
  private final ChainFolder repo;
  private final JobSteps steps;
  private final Journal<Seen> journal;

  /**
   * Its head right before it was ended, for a repetition that comes too late to ask.
   *
   * @param time of the head, in seconds since 1970
   */
  record Seen(long height, long time, long blockDelaySeconds) {
    long behind() {
      return (Instant.now().getEpochSecond() - time) / Math.max(1, blockDelaySeconds);
    }
  }

  BesideDaemon(DaemonPlan daemon, BesidePlan beside, ChainFolder repo, JobSteps steps) {
    this.daemon = daemon;
    this.beside = beside;
    this.repo = repo;
    this.steps = steps;
    this.journal = new Journal<>(repo.repo().resolve("lotusflow-head.json"), Seen.class);
  }

  /** Before a start that is no attaching: ports that are free now. */
  void configure(Dialect dialect) {
    if (repo.isInUse()) {
      return;
    }
    try {
      Files.deleteIfExists(repo.repo().resolve("api"));
      Files.deleteIfExists(journal.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String api = beside.api().isEmpty() ? free("/http") : beside.api();
    String peers = beside.libp2p().isEmpty() ? free("") : beside.libp2p();
    DaemonPlan second =
        new DaemonPlan(
            daemon.scope(),
            daemon.network(),
            daemon.binary(),
            NodeApi.local(repo.repo().toString(), api),
            List.of(peers),
            List.of(),
            daemon.splitstore(),
            daemon.genesis(),
            daemon.bootstrapPeers(),
            daemon.access(),
            daemon.service(),
            daemon.apiStart());
    new TomlFile(repo.repo().resolve("config.toml")).set(DaemonConfig.of(second, dialect));
  }

  private static String free(String end) {
    try (ServerSocket socket = new ServerSocket(0)) {
      return "/ip4/127.0.0.1/tcp/" + socket.getLocalPort() + end;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JobSpec job(String workflowId) {
    ServiceUnit unit = daemon.service().unit();
    Map<String, String> environment = new HashMap<>(unit.environment());
    environment.keySet().removeIf(name -> name.matches("GOLOG_FILE|LOTUS_(API|LIBP2P)_.*"));
    environment.put("LOTUS_PATH", repo.repo().toString());
    return JobSpec.of(
            JobKey.of(workflowId, STEP, repo.repo()),
            repo.repo().toAbsolutePath().getParent(),
            unit.command())
        .with(environment)
        .asGuest();
  }

  String command() {
    return "LOTUS_PATH=%s %s"
        .formatted(repo.repo(), String.join(" ", daemon.service().unit().command()));
  }

  /**
   * Follows it until its chain is as it should be.
   *
   * @param stallAfter a head that does not move for so long is stalled
   */
  Seen untilReady(String workflowId, Duration stallAfter) {
    Nearing nearing = new Nearing(stallAfter);
    JobSpec job = job(workflowId);
    Optional<JobExit> ended = steps.runUntil(job, nearing::look, nearing::isReady);
    if (ended.isPresent()) {
      throw ChainProblem.CHAIN_BESIDE_DIED.withLog(
          ended.get().lastLines(), repo.repo(), ended.get().log());
    }
    return nearing.seen.orElseThrow();
  }

  /** The daemon's API, once it has one. */
  private Optional<FullNode> api() {
    try {
      String address = Files.readString(repo.repo().resolve("api")).strip();
      return Optional.of(FullNode.at(NodeApi.local(repo.repo().toString(), address)));
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /** Its head now; empty if it does not answer. */
  private Optional<Seen> ask() {
    try {
      return api()
          .map(
              node -> {
                TipSet head = node.head();
                long delay = node.version().blockDelay().toSeconds();
                return new Seen(head.height(), head.time().getEpochSecond(), delay);
              });
    } catch (RpcFailed silent) {
      return Optional.empty();
    }
  }

  /**
   * Asks its head a last time, then asks it to end and waits for that: killed, its store would be
   * mended for hours.
   *
   * @return what it was, also if an earlier attempt has ended it; empty if it was dead
   */
  Optional<Seen> end(Runnable beat) {
    lastLook(beat);
    shutdown();
    Instant deadline = Instant.now().plus(daemon.service().unit().stopTimeout());
    while (repo.isInUse() && Instant.now().isBefore(deadline)) {
      beat.run();
      Pause.of(POLL);
    }
    steps.stop(STEP);
    return Files.isDirectory(repo.repo()) ? journal.read() : Optional.empty();
  }

  /** Between two blocks a head may look old for a moment. */
  private void lastLook(Runnable beat) {
    Optional<Seen> seen = ask();
    for (int i = 0; seen.isPresent() && !isCurrent(seen.get()) && i < 25; i++) {
      beat.run();
      Pause.of(POLL);
      seen = ask();
    }
    seen.ifPresent(journal::write);
  }

  boolean isCurrent(Seen seen) {
    return seen.behind() <= beside.behind();
  }

  private void shutdown() {
    try {
      api().ifPresent(FullNode::shutdown);
    } catch (RpcFailed gone) {
      // It has ended, or never came up: the job is stopped below.
    }
  }

  /** How its head comes nearer. */
  private final class Nearing {
    private static final long ADVANCE = 5;

    private final Duration stallAfter;
    private final Instant began = Instant.now();
    private Instant moved = Instant.now();
    private Optional<Seen> first = Optional.empty();
    private Optional<Seen> seen = Optional.empty();

    Nearing(Duration stallAfter) {
      this.stallAfter = stallAfter;
    }

    JobProgress look(JobProgress log) {
      Optional<Seen> now = ask();
      if (now.isEmpty()) {
        return log;
      }
      if (first.isEmpty()) {
        first = now;
      }
      if (seen.isEmpty() || seen.get().height() != now.get().height()) {
        moved = Instant.now();
      }
      seen = now;
      String words = "head %d, %d epochs behind".formatted(now.get().height(), now.get().behind());
      long total = now.get().height() + now.get().behind();
      return new JobProgress(
          "catching up",
          100.0 * now.get().height() / Math.max(1, total),
          now.get().height(),
          total,
          "epochs",
          words,
          log.pid(),
          began);
    }

    boolean isReady() {
      if (seen.isEmpty()) {
        return false;
      }
      if (!beside.catchUp()) {
        return true;
      }
      refuseAStall();
      return seen.get().height() >= first.get().height() + ADVANCE && isCurrent(seen.get());
    }

    private void refuseAStall() {
      Duration still = Duration.between(moved, Instant.now());
      if (still.compareTo(stallAfter) > 0) {
        throw ChainProblem.CHAIN_BESIDE_STALLED.because(
            seen.get().height(), seen.get().behind(), still.toSeconds() + " s", repo.repo());
      }
    }
  }
}
