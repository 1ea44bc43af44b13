package io.lotusflow.restart;

import io.lotusflow.benchmark.Benchmarks;
import io.lotusflow.chain.Outage;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.TipSet;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.OutsideWatch;
import io.lotusflow.node.Pause;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.params.ParamsFolder;
import io.lotusflow.run.Receipt;
import io.lotusflow.sealworker.StageTimes;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.watch.Elapsed;
import io.lotusflow.watch.Notes;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks daemon and miner; what it needs to know the next time lies in a folder. */
public final class RestartActivitiesImpl implements RestartActivities {

  /** The only one that takes hours. */
  private static final String PRECOMMIT_1 = "precommit/1";

  private static final Duration BACK_WITHIN = Duration.ofMinutes(3);
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Path folder;
  private final Benchmarks benchmarks;
  private final ServiceActivities services;
  private final Consumer<JobProgress> pulse;
  private final Duration backWithin;

  /**
   * Of this host.
   *
   * @param folder what lasts of restarts
   * @param benchmarks how long sealing takes here
   */
  public RestartActivitiesImpl(
      Path folder, Benchmarks benchmarks, ServiceActivities services, Consumer<JobProgress> pulse) {
    this(folder, benchmarks, services, pulse, BACK_WITHIN);
  }

  RestartActivitiesImpl(
      Path folder,
      Benchmarks benchmarks,
      ServiceActivities services,
      Consumer<JobProgress> pulse,
      Duration backWithin) {
    this.folder = folder;
    this.benchmarks = benchmarks;
    this.services = services;
    this.pulse = pulse;
    this.backWithin = backWithin;
  }

  @Override
  public RestartGround look(RestartPlan plan) {
    return WhileBeating.call(
        pulse, "looking at what there is", () -> RpcFailed.named(() -> read(plan)));
  }

  private RestartGround read(RestartPlan plan) {
    List<String> words = new ArrayList<>();
    Duration outage = expected(plan, words);
    plan.miner().ifPresent(miner -> requireParameters(miner, words));
    Optional<MinerApi> miner = running(plan);
    String node = nodeVersion(plan);
    int workers = miner.map(RestartActivitiesImpl::enabled).orElse(0);
    List<String> storage =
        miner.map(api -> List.copyOf(api.localPaths().keySet())).orElse(List.of());
    miner.ifPresent(
        api -> words.add("%d workers and %d storage paths".formatted(workers, storage.size())));
    return new RestartGround(
        Receipt.alreadySo(String.join("; ", words)),
        outage,
        miner.map(api -> api.version().text()).orElse(""),
        node,
        miner.map(MinerApi::actor).orElse(""),
        workers,
        storage);
  }

  private Duration expected(RestartPlan plan, List<String> words) {
    EarlierRestarts earlier = earlier(plan);
    if (plan.away().isPresent()) {
      words.add("expected to be away for %s, as was said".formatted(shown(plan.away().get())));
      return plan.away().get();
    }
    Optional<Duration> expected = earlier.expected();
    words.add(
        expected.isPresent()
            ? "expected to be away for %s, as the longest of the last took %s"
                .formatted(shown(expected.get()), shown(earlier.longest().orElseThrow()))
            : "expected to be away for %s, as none was measured yet"
                .formatted(shown(plan.usual())));
    return expected.orElse(plan.usual());
  }

  private EarlierRestarts earlier(RestartPlan plan) {
    return new EarlierRestarts(folder, plan.scope().node(), plan.what());
  }

  private static String shown(Duration time) {
    return Elapsed.text(time);
  }

  private static void requireParameters(MinerPlan miner, List<String> words) {
    ParamsFolder parameters = new ParamsFolder(miner.params());
    if (parameters.isEmpty()) {
      throw RestartProblem.RESTART_NO_PARAMETERS.because(miner.params().folder());
    }
    if (!parameters.isWhole(Path.of(miner.params().binary()))) {
      words.add("proof parameters were not checked by this version (lotusflow params fetch)");
    }
  }

  private static String nodeVersion(RestartPlan plan) {
    try {
      return FullNode.at(plan.node()).version().text();
    } catch (RpcFailed silent) {
      return "";
    }
  }

  private Optional<MinerApi> running(RestartPlan plan) {
    return plan.miner()
        .filter(miner -> services.status(miner.service()).running())
        .map(miner -> MinerApi.at(miner.api()));
  }

  private static int enabled(MinerApi miner) {
    return (int) miner.workers().stream().filter(MinerApi.Worker::enabled).count();
  }

  @Override
  public JobsLook lookAtJobs(RestartPlan plan) {
    return WhileBeating.call(pulse, "looking at jobs", () -> RpcFailed.named(() -> readJobs(plan)));
  }

  private JobsLook readJobs(RestartPlan plan) {
    List<MinerApi.Job> own = ownJobs(plan);
    if (own.isEmpty()) {
      String none = "no job would start over";
      return new JobsLook(Receipt.alreadySo(none), true, inWords(plan, none));
    }
    boolean clear =
        plan.jobs() == RestartPlan.Jobs.GO
            || own.stream().noneMatch(job -> job.task().equals(PRECOMMIT_1));
    List<String> words = new ArrayList<>();
    words.add(clear ? "would start over" : "waited for, would start over");
    Optional<Duration> usual = usualPreCommit1(plan);
    own.forEach(job -> words.add(shown(job, usual)));
    String note = String.join("; ", words);
    Receipt receipt = plan.scope().dryRun() ? Receipt.wouldDo(note) : Receipt.done(note);
    return new JobsLook(receipt, clear, inWords(plan, note));
  }

  private static String inWords(RestartPlan plan, String note) {
    return Notes.in(plan.scope().language(), note);
  }

  private Optional<Duration> usualPreCommit1(RestartPlan plan) {
    return plan.miner()
        .flatMap(
            miner -> StageTimes.usual(benchmarks, plan.scope().node().value(), miner.sectorSize()))
        .map(StageTimes::preCommit1);
  }

  /** What it has cost so far, and of what. */
  private static String shown(MinerApi.Job job, Optional<Duration> usual) {
    String age = shown(Duration.between(job.start(), Instant.now()));
    String words = "%s of sector %d after %s".formatted(job.task(), job.sector(), age);
    return usual
        .filter(any -> job.task().equals(PRECOMMIT_1))
        .map(any -> words + ", of usually about " + shown(any))
        .orElse(words);
  }

  /**
   * Running in the miner's own process. A worker without a name of its own on the same machine goes
   * by the same name, and is waited for as well.
   */
  private List<MinerApi.Job> ownJobs(RestartPlan plan) {
    Optional<MinerApi> miner = running(plan);
    if (miner.isEmpty()) {
      return List.of();
    }
    String here = hostname();
    return miner.get().jobs().stream()
        .filter(job -> job.runs() && job.host().equals(here))
        .toList();
  }

  private static String hostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Receipt requireNoJobs(RestartPlan plan) {
    JobsLook look = lookAtJobs(plan);
    if (!look.clear()) {
      throw RestartProblem.RESTART_JOBS_RUNNING.because(look.why(), shown(plan.jobsWithin()));
    }
    return look.receipt();
  }

  @Override
  public Outage watchOutside(RestartPlan plan, int round) {
    return plan.scope().dryRun()
        ? Outage.none(Receipt.wouldDo("measures the downtime"))
        : watch(plan, round).untilEnded(pulse);
  }

  @Override
  public Receipt endWatch(RestartPlan plan, int round) {
    if (!plan.scope().dryRun()) {
      watch(plan, round).end();
    }
    return Receipt.done("");
  }

  private OutsideWatch watch(RestartPlan plan, int round) {
    Path watches = folder.resolve("outside");
    String name = run() + "-" + round;
    return plan.what() == RestartPlan.What.NODE
        ? OutsideWatch.ofDaemon(watches, name, plan.node())
        : OutsideWatch.ofMiner(watches, name, plan.miner().orElseThrow().api());
  }

  private static String run() {
    return Activity.getExecutionContext().getInfo().getWorkflowRunId();
  }

  @Override
  public Receipt verify(RestartPlan plan, RestartGround before) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("waits until head, deadlines, workers and storage are as before");
    }
    return WhileBeating.call(
        pulse, "looking at what is back", () -> RpcFailed.named(() -> awaitAll(plan, before)));
  }

  private Receipt awaitAll(RestartPlan plan, RestartGround before) {
    Instant until = Instant.now().plus(backWithin);
    List<String> missing = missing(plan, before);
    while (!missing.isEmpty() && Instant.now().isBefore(until)) {
      Pause.of(BEAT);
      missing = missing(plan, before);
    }
    if (!missing.isEmpty()) {
      throw RestartProblem.RESTART_INCOMPLETE.because(String.join("; ", missing));
    }
    List<String> words = new ArrayList<>(List.of("the head is current"));
    words.add(version("daemon", before.node(), FullNode.at(plan.node()).version().text()));
    if (!before.miner().isEmpty()) {
      MinerApi miner = MinerApi.at(plan.miner().orElseThrow().api());
      words.add(version("miner", before.miner(), miner.version().text()));
      words.add(
          "deadlines answer, %d workers and %d storage paths are there"
              .formatted(before.workers(), before.storage().size()));
    }
    return Receipt.alreadySo(String.join("; ", words));
  }

  /** A restart is also how a new version comes into use. */
  private static String version(String what, String before, String now) {
    return before.isEmpty() || before.equals(now)
        ? what + ' ' + now
        : "%s %s, before %s".formatted(what, now, before);
  }

  private List<String> missing(RestartPlan plan, RestartGround before) {
    List<String> missing = new ArrayList<>();
    FullNode node = FullNode.at(plan.node());
    TipSet head = node.head();
    if (node.isBehind(head, Instant.now())) {
      missing.add("the head is " + head.height() + ", which is old");
    }
    if (before.miner().isEmpty()) {
      return missing;
    }
    MinerApi miner = MinerApi.at(plan.miner().orElseThrow().api());
    node.provingPeriod(before.actor());
    List<String> storage = new ArrayList<>(before.storage());
    storage.removeAll(miner.localPaths().keySet());
    if (!storage.isEmpty()) {
      missing.add("storage " + String.join(", ", storage) + " is not opened");
    }
    int workers = enabled(miner) + busyElsewhere(miner);
    if (workers < before.workers()) {
      missing.add("%d of %d workers are there".formatted(workers, before.workers()));
    }
    return missing;
  }

  /**
   * A worker registers again only when its tasks are done. Until then its jobs are nobody's, so
   * that those of one and of several look alike.
   */
  private static int busyElsewhere(MinerApi miner) {
    List<String> known =
        miner.workers().stream()
            .filter(MinerApi.Worker::enabled)
            .map(MinerApi.Worker::session)
            .toList();
    return (int) miner.jobs().stream().filter(job -> !known.contains(job.session())).count();
  }

  @Override
  public Receipt note(RestartPlan plan, Duration away) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("notes how long it took, for the next one");
    }
    earlier(plan).add(run(), away);
    return Receipt.done("away for " + shown(away));
  }
}
