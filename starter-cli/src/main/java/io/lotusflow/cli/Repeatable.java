package io.lotusflow.cli;

import io.lotusflow.build.BuildWorkflow;
import io.lotusflow.chain.ChainResetWorkflow;
import io.lotusflow.chain.SnapshotExportWorkflow;
import io.lotusflow.chain.SnapshotFetchWorkflow;
import io.lotusflow.chain.SnapshotImportWorkflow;
import io.lotusflow.messages.Nearest;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.params.ParamsFetchWorkflow;
import io.lotusflow.schedule.Rules;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.settings.Plans;
import io.lotusflow.sync.SyncWaitWorkflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The procedures that can be scheduled: a line each. */
final class Repeatable {

  private static final Map<String, BiFunction<Plans, Rules, Optional<Procedure>>> ALL =
      new LinkedHashMap<>();

  static {
    ALL.put("build", (p, rules) -> of("build", BuildWorkflow.class, p.build()));
    ALL.put("params-fetch", (p, rules) -> of("params", ParamsFetchWorkflow.class, p.params()));
    ALL.put("sync-wait", (p, rules) -> of("sync", SyncWaitWorkflow.class, p.sync()));
    ALL.put(
        "snapshot-fetch",
        (p, rules) ->
            p.snapshot().map(s -> new Procedure("snapshot-fetch", SnapshotFetchWorkflow.class, s)));
    ALL.put(
        "chain-reset",
        (p, rules) ->
            p.chainReset(false, false, patience(p, rules))
                .map(plan -> Procedure.leased("chain-reset", ChainResetWorkflow.class, plan)));
    ALL.put(
        "snapshot-export",
        (p, rules) ->
            p.export(settings -> settings, patience(p, rules))
                .map(
                    plan ->
                        Procedure.leased("snapshot-export", SnapshotExportWorkflow.class, plan)));
    ALL.put(
        "snapshot-import",
        (p, rules) ->
            p.snapshot().map(s -> new Procedure("snapshot", SnapshotImportWorkflow.class, s)));
  }

  private Repeatable() {}

  private static Optional<Procedure> of(
      String name, Class<?> workflow, io.lotusflow.run.Plan plan) {
    return Optional.of(new Procedure(name, workflow, plan));
  }

  /** The procedure as the settings want it. */
  static Procedure named(Session session, String name, Plans plans, Rules rules) {
    BiFunction<Plans, Rules, Optional<Procedure>> procedure = ALL.get(name);
    if (procedure == null) {
      throw new Complaint(
          Exit.USAGE,
          session.text("schedule.procedure", name),
          session.text("schedule.procedure.seen", String.join(", ", ALL.keySet())),
          Nearest.to(name, ALL.keySet())
              .map(near -> session.text("schedule.did-you-mean", near))
              .orElseGet(() -> session.text("schedule.procedure.todo")));
    }
    return procedure
        .apply(plans, rules)
        .orElseThrow(
            () ->
                new Complaint(
                    Exit.USAGE,
                    session.text("schedule.not-here", name),
                    session.text("schedule.not-here.seen"),
                    session.text("settings.no-snapshot.todo")));
  }

  private static LeaseAsk patience(Plans plans, Rules rules) {
    return new LeaseAsk(
        plans.scope(), LeaseAsk.IfBusy.valueOf(rules.whenBusy().name()), rules.waitAtMost());
  }

  /** As {@link #named}, without a word where it cannot be had. */
  static Optional<Procedure> again(ScheduledPlan plan, Plans plans) {
    boolean confirmed = plan.plan().path("confirmed").asBoolean();
    return Optional.ofNullable(ALL.get(plan.procedure()))
        .flatMap(procedure -> procedure.apply(plans, plan.rules()))
        .map(procedure -> confirmed ? procedure.confirmed() : procedure);
  }

  static Iterable<String> names() {
    return ALL.keySet();
  }
}
