package io.lotusflow.run;

import io.lotusflow.messages.Language;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every procedure gets without saying so, so that its code reads like the manual's page: each
 * activity is shown as a step (summary, table, memo), a step that fails parks instead of failing
 * the run, and a cancelled job ends before anything else is undone. See
 * docs/decisions/001-steps-by-interceptor.md.
 */
public final class ProcedureInterceptor extends WorkerInterceptorBase {

  private final StepKinds kinds;

  /**
   * The activity interfaces, whose annotations say which steps are jobs and which may be skipped.
   */
  public ProcedureInterceptor(List<Class<?>> activities) {
    kinds = new StepKinds(activities);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Run(next, kinds);
  }

  private static final class Run extends WorkflowInboundCallsInterceptorBase {

    private final StepKinds kinds;
    private StepCalls steps;

    Run(WorkflowInboundCallsInterceptor next, StepKinds kinds) {
      super(next);
      this.kinds = kinds;
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      steps = new StepCalls(outbound, kinds);
      super.init(steps);
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      RootNotices notices = new RootNotices(steps::attention);
      Parking parking = new Parking(notices);
      Optional<Scope> scope = scopeOf(input);
      Language language = scope.map(Scope::language).orElse(Language.ENGLISH);
      Duration workerLost = scope.map(Scope::workerLost).orElse(Scope.WORKER_LOST);
      boolean dryRun = scope.filter(Scope::dryRun).isPresent();
      HostCalls hosts = new HostCalls(steps::waitsFor);
      steps.begin(new StepTable(language), parking, hosts, workerLost, dryRun);
      Overview.shownBy(steps::overview);
      Workflow.registerListener(parking);
      Workflow.registerListener(notices);
      Workflow.registerListener(hosts);
      return super.execute(input);
    }

    private static Optional<Scope> scopeOf(WorkflowInput input) {
      return Stream.of(input.getArguments())
          .filter(Plan.class::isInstance)
          .map(plan -> ((Plan) plan).scope())
          .findFirst();
    }
  }
}
