package io.lotusflow.servermove;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.Connection;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleState;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The schedules of one server, as it sends them: nothing of them is decoded, nor decrypted. */
final class Schedules {

  private static final int PAGE = 100;
  private static final Set<String> OURS =
      SearchAttributes.all().stream().map(key -> key.getName()).collect(Collectors.toSet());

  private final WorkflowServiceBlockingStub server;
  private final String namespace;

  Schedules(Connection connection) {
    this.server = connection.stubs().blockingStub();
    this.namespace = connection.target().namespace();
  }

  /** All that lotusflow made, in the order of their ids. */
  List<String> ids() {
    List<String> ids = new ArrayList<>();
    ByteString token = ByteString.EMPTY;
    do {
      ListSchedulesResponse page =
          server.listSchedules(
              ListSchedulesRequest.newBuilder()
                  .setNamespace(namespace)
                  .setMaximumPageSize(PAGE)
                  .setNextPageToken(token)
                  .setQuery(SearchAttributes.PROCEDURE.getName() + " IS NOT NULL")
                  .build());
      page.getSchedulesList().forEach(schedule -> ids.add(schedule.getScheduleId()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return ids.stream().sorted().toList();
  }

  Optional<DescribeScheduleResponse> find(String id) {
    try {
      return Optional.of(
          server.describeSchedule(
              DescribeScheduleRequest.newBuilder()
                  .setNamespace(namespace)
                  .setScheduleId(id)
                  .build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Makes it here as it is there, but paused. One that is there already stays. */
  void create(String id, DescribeScheduleResponse there, String note) {
    Map<String, Payload> attributes =
        new HashMap<>(there.getSearchAttributes().getIndexedFieldsMap());
    attributes.keySet().retainAll(OURS);
    try {
      server.createSchedule(
          CreateScheduleRequest.newBuilder()
              .setNamespace(namespace)
              .setScheduleId(id)
              .setRequestId(note)
              .setSchedule(with(there.getSchedule(), true, note))
              .setMemo(there.getMemo())
              .setSearchAttributes(
                  io.temporal.api.common.v1.SearchAttributes.newBuilder()
                      .putAllIndexedFields(attributes))
              .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  /** Pauses or resumes it, unless it is gone, with that note; of the rest nothing changes. */
  void set(String id, boolean paused, String note) {
    find(id)
        .ifPresent(
            now ->
                server.updateSchedule(
                    UpdateScheduleRequest.newBuilder()
                        .setNamespace(namespace)
                        .setScheduleId(id)
                        .setConflictToken(now.getConflictToken())
                        .setSchedule(with(now.getSchedule(), paused, note))
                        .build()));
  }

  void delete(String id) {
    server.deleteSchedule(
        DeleteScheduleRequest.newBuilder().setNamespace(namespace).setScheduleId(id).build());
  }

  /** What it does and when, whoever has paused it. */
  static Schedule essence(DescribeScheduleResponse schedule) {
    return schedule.getSchedule().toBuilder().clearState().build();
  }

  static ScheduleState state(DescribeScheduleResponse schedule) {
    return schedule.getSchedule().getState();
  }

  private static Schedule with(Schedule schedule, boolean paused, String note) {
    return schedule.toBuilder()
        .setState(schedule.getState().toBuilder().setPaused(paused).setNotes(note))
        .build();
  }
}
