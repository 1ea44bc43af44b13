package io.lotusflow.worker;

import java.util.List;

/** The worker process with the trial procedure in it. */
public final class TrialWorkerMain {

  private TrialWorkerMain() {}

  public static void main(String[] args) throws InterruptedException {
    WorkerMain.run(
        UpOptions.parse(List.of(args)),
        (workflows, activities, home) -> {
          workflows.registerWorkflowImplementationTypes(Trial.TrialWorkflowImpl.class);
          activities.registerActivitiesImplementations(new Trial.TrialActivitiesImpl());
        });
  }
}
