package io.lotusflow.deals;

import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.LineProgress;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.node.LeaseHolder;
import io.lotusflow.node.NodeLeaseActivitiesImpl;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes deals with a note of what was before; two of a node never at a time. */
public final class DealActivitiesImpl implements DealActivities {
  private static final Logger log = LoggerFactory.getLogger(DealActivitiesImpl.class);

  private final DealNotes notes;
  private final Programs programs;
  private final JobSteps steps;
  private final Consumer<JobProgress> pulse;
  private final Function<String, DealHolder> me;
  private final Predicate<DealHolder> over;

  /**
   * The activities of a worker.
   *
   * @param folder in which notes are kept
   */
  public DealActivitiesImpl(
      Path folder, Programs programs, JobSteps steps, Consumer<JobProgress> pulse) {
    this(folder, programs, steps, pulse, DealActivitiesImpl::thisRun, DealActivitiesImpl::isOver);
  }

  DealActivitiesImpl(
      Path folder,
      Programs programs,
      JobSteps steps,
      Consumer<JobProgress> pulse,
      Function<String, DealHolder> me,
      Predicate<DealHolder> over) {
    this.notes = new DealNotes(folder);
    this.programs = programs;
    this.steps = steps;
    this.pulse = pulse;
    this.me = me;
    this.over = over;
  }

  private static DealHolder thisRun(String pause) {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    return new DealHolder(info.getWorkflowId(), info.getWorkflowRunId(), pause);
  }

  private static boolean isOver(DealHolder holder) {
    return holder.isRun()
        && NodeLeaseActivitiesImpl.isOver(
            Activity.getExecutionContext().getWorkflowClient(),
            new LeaseHolder(holder.workflowId(), holder.runId(), Instant.EPOCH));
  }

  @Override
  public Receipt pause(DealsPlan plan, String pause) {
    return alone(
        plan,
        market ->
            market
                .absence()
                .map(none -> skipped(none.failure().getOriginalMessage()))
                // The run itself brings them back.
                .orElseGet(() -> off(plan, market, me.apply(pause)).undoneBy()));
  }

  @Override
  public Receipt disable(DealsPlan plan) {
    return alone(plan, market -> off(plan, present(market), DealHolder.OPERATOR));
  }

  private Receipt off(DealsPlan plan, DealMarket market, DealHolder holder) {
    DealFlags now = market.considered();
    Optional<DealsNote> noted = notes.of(node(plan)).filter(note -> counts(note, now));
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(
          "notes " + noted.map(DealsNote::considered).orElse(now) + ", then none");
    }
    DealsNote note =
        noted
            .orElseGet(() -> new DealsNote(now, Instant.now(), List.of()))
            .without(over)
            .heldBy(holder);
    notes.write(node(plan), note);
    String was = "before: " + note.considered();
    if (now.equals(DealFlags.NONE)) {
      return Receipt.alreadySo("none considered; " + was);
    }
    String remark = market.consider(DealFlags.NONE);
    log.info("deals off node={} before={} for={}", node(plan), note.considered(), holder);
    return Receipt.done(was + remark).undoneBy("lotusflow deals restore");
  }

  /**
   * One that nobody holds any more is of a pause that was never ended; where the miner takes some
   * deals all the same, an operator has set what it takes since.
   */
  private boolean counts(DealsNote note, DealFlags now) {
    return now.equals(DealFlags.NONE) || !note.without(over).holders().isEmpty();
  }

  @Override
  public InFlight lookInFlight(DealsPlan plan) {
    return RpcFailed.named(
        () -> {
          DealMarket market = DealMarket.of(plan, notes, programs, this::beat);
          return market.absence().isPresent()
              ? new InFlight(skipped("no market"), 0, 0)
              : InFlight.of(market.transfers(), market.retrievals());
        });
  }

  @Override
  public Receipt goOn(DealsPlan plan, String pause) {
    if (notes.of(node(plan)).isEmpty()) {
      // Nobody need answer then: the miner may be what could not be started again.
      return Receipt.alreadySo("nothing was turned off");
    }
    return alone(
        plan,
        market ->
            notes
                .of(node(plan))
                .map(note -> goOn(plan, market, note, me.apply(pause)))
                .orElseGet(() -> Receipt.alreadySo("nothing was turned off")));
  }

  private Receipt goOn(DealsPlan plan, DealMarket market, DealsNote note, DealHolder holder) {
    boolean known = !note.without(over).holders().isEmpty() || market.absence().isPresent();
    if (known || plan.scope().dryRun() || counts(note, market.considered())) {
      return release(plan, market, note, holder);
    }
    notes.delete(node(plan));
    return Receipt.alreadySo("considered as somebody has set it since");
  }

  private Receipt release(DealsPlan plan, DealMarket market, DealsNote note, DealHolder holder) {
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("considers " + note.considered());
    }
    DealsNote rest = note.without(holder::equals).without(over);
    if (!rest.holders().isEmpty()) {
      notes.write(node(plan), rest);
      return Receipt.alreadySo("stays off for " + rest.holdersInWords());
    }
    if (market.absence().isPresent()) {
      // A rollback may bring the market back, and with it the file in which deals are off.
      notes.write(node(plan), rest);
      return skipped(
          market.absence().get().failure().getOriginalMessage()
              + " Considered before: "
              + note.considered());
    }
    // Whoever is killed in here finds the note, and does it again.
    notes.write(node(plan), rest.heldBy(holder));
    String remark = market.consider(note.considered());
    notes.delete(node(plan));
    log.info("deals on node={} considered={}", node(plan), note.considered());
    return Receipt.done(note.considered() + remark);
  }

  @Override
  public Receipt restore(DealsActPlan plan) {
    return alone(plan.deals(), market -> restore(plan, present(market)));
  }

  private Receipt restore(DealsActPlan plan, DealMarket market) {
    DealsPlan deals = plan.deals();
    Optional<DealsNote> noted = notes.of(node(deals));
    DealFlags now = market.considered();
    if (plan.words().isEmpty()) {
      DealsNote note = noted.orElseThrow(() -> DealsProblem.DEALS_NO_NOTE.because(now));
      return release(deals, market, note, DealHolder.OPERATOR);
    }
    DealFlags wanted = DealFlags.of(plan.words());
    if (noted.isPresent()) {
      return release(deals, market, noted.get().toConsider(wanted), DealHolder.OPERATOR);
    }
    if (now.equals(wanted)) {
      return Receipt.alreadySo(now.toString());
    }
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("considers " + wanted + " instead of " + now);
    }
    return Receipt.done(wanted + market.consider(wanted));
  }

  @Override
  public Receipt setAsk(DealsActPlan plan) {
    StorageAsk wanted = StorageAsk.of(plan.words());
    return alone(
        plan.deals(),
        market -> {
          Optional<StorageAsk> now = present(market).ask();
          if (now.filter(wanted::equals).isPresent()) {
            return Receipt.alreadySo(plan.words().get(0) + " attoFIL/GiB/epoch");
          }
          if (plan.scope().dryRun()) {
            return Receipt.wouldDo("asks " + plan.words().get(0) + " attoFIL/GiB/epoch");
          }
          return done(plan.words().get(0) + " attoFIL/GiB/epoch", market.ask(wanted));
        });
  }

  @Override
  public Receipt setBlocklist(DealsActPlan plan) {
    return alone(
        plan.deals(),
        market -> {
          int before = present(market).blocklist().size();
          String words = before + " pieces become " + plan.words().size();
          if (new TreeSet<>(market.blocklist()).equals(new TreeSet<>(plan.words()))) {
            return Receipt.alreadySo(before + " pieces");
          }
          return plan.scope().dryRun()
              ? Receipt.wouldDo(words)
              : done(words, market.blocklist(plan.words()));
        });
  }

  @Override
  public Receipt setFilter(DealsActPlan plan) {
    boolean retrieval = plan.words().get(0).equals("retrieval");
    String command = plan.words().size() > 1 ? plan.words().get(1) : "";
    return alone(
        plan.deals(),
        market -> {
          String words = command.isEmpty() ? "no filter" : command;
          if (present(market).filter(retrieval).equals(command)) {
            return Receipt.alreadySo(words);
          }
          return plan.scope().dryRun()
              ? Receipt.wouldDo(words)
              : done(words, market.filter(retrieval, command));
        });
  }

  @Override
  public Receipt importData(DealsActPlan plan) {
    return RpcFailed.named(() -> importData(plan, plan.words().get(0), plan.words().get(1)));
  }

  private Receipt importData(DealsActPlan plan, String proposal, String path) {
    Path file = Path.of(path);
    DealMarket market = present(DealMarket.of(plan.deals(), notes, programs, this::beat));
    int before = state(market, proposal);
    if (!Files.isReadable(file)) {
      throw DealsProblem.DEALS_NO_FILE.because(file);
    }
    DealMarket.ImportCommand command = market.importing(proposal, file);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("gives it " + file);
    }
    JobSpec job = command.as(steps.key(proposal, path));
    JobExit exit = steps.runAsStep(job, LineProgress.lastLine());
    if (!exit.succeeded()) {
      throw DealsProblem.DEALS_NOT_IMPORTED.withLog(exit.lastLines(), proposal, file, exit.log());
    }
    int after = state(market, proposal);
    return Receipt.done(
        "state " + before + " became " + after, Command.of(Duration.ZERO, job.argv()).toString());
  }

  private static int state(DealMarket market, String proposal) {
    return market
        .state(proposal)
        .orElseThrow(() -> DealsProblem.DEALS_UNKNOWN_DEAL.because(proposal));
  }

  private static DealMarket present(DealMarket market) {
    market
        .absence()
        .ifPresent(
            none -> {
              throw none.failure();
            });
    return market;
  }

  private static Receipt done(String words, DealMarket.Change change) {
    return Receipt.done(words + change.remark(), change.commands().toArray(String[]::new));
  }

  private static Receipt skipped(String why) {
    return new Receipt(Receipt.Outcome.SKIPPED, List.of(), why);
  }

  private Receipt alone(DealsPlan plan, Function<DealMarket, Receipt> body) {
    return RpcFailed.named(
        () ->
            notes.alone(
                node(plan),
                this::beat,
                () -> body.apply(DealMarket.of(plan, notes, programs, this::beat))));
  }

  private static String node(DealsPlan plan) {
    return plan.scope().node().value();
  }

  private void beat() {
    pulse.accept(JobProgress.of("changing deals", 0, Instant.now()));
  }
}
