package io.lotusflow.schedule;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.HostId;
import io.lotusflow.run.SearchAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.util.List;
import java.util.Optional;

/** The schedules that the server keeps for us. */
public final class ScheduleBook {

  private final WorkflowClient client;
  private final ScheduleClient schedules;

  public ScheduleBook(WorkflowClient client) {
    this.client = client;
    this.schedules =
        ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setDataConverter(client.getOptions().getDataConverter())
                .build());
  }

  public ScheduleClient client() {
    return schedules;
  }

  public WorkflowClient workflows() {
    return client;
  }

  /** Those of one host. */
  public List<ScheduleDescription> of(HostId host) {
    return find("%s = '%s'".formatted(SearchAttributes.HOST.getName(), host));
  }

  /** All of ours, in the order of their ids. */
  public List<ScheduleDescription> all() {
    return find(SearchAttributes.PROCEDURE.getName() + " IS NOT NULL");
  }

  public Optional<ScheduleDescription> describe(String id) {
    try {
      return Optional.of(handle(id).describe());
    } catch (ScheduleException e) {
      if (e.getCause() instanceof StatusRuntimeException answer
          && answer.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public ScheduleHandle handle(String id) {
    return schedules.getHandle(id);
  }

  /** What a schedule starts; empty where somebody else has made it. */
  public static Optional<ScheduledPlan> plan(ScheduleDescription schedule) {
    return schedule.getSchedule().getAction() instanceof ScheduleActionStartWorkflow start
            && start.getWorkflowType().equals("Scheduled")
        ? Optional.of(start.getArguments().get(0, ScheduledPlan.class))
        : Optional.empty();
  }

  private List<ScheduleDescription> find(String query) {
    return schedules
        .listSchedules(query, null)
        .map(found -> found.getScheduleId())
        .sorted()
        .flatMap(id -> describe(id).stream())
        .filter(schedule -> plan(schedule).isPresent())
        .toList();
  }
}
