package io.lotusflow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.files.Sha256;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Children;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.schedule.Pinned;
import io.lotusflow.schedule.Rules;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.schedule.ScheduledWorkflow;
import io.lotusflow.schedule.Timetable;
import io.lotusflow.settings.Plans;
import io.lotusflow.temporal.Payloads;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes schedules and keeps them up to date. */
final class Schedules {

  private static final ObjectMapper JSON = Payloads.mapper();

  private final Session session;
  private final HostNames names;
  private final ScheduleBook book;

  Schedules(Session session, ScheduleBook book) {
    this.session = session;
    this.book = book;
    this.names = new HostNames(session);
  }

  /** How a schedule's plan stands to the settings of now. */
  enum Freshness {
    SAME,
    OLD,
    /** The settings are on another host, gone, or cannot be read. */
    UNKNOWN
  }

  /** The id is that of the procedure, so there is one schedule for each. */
  static ScheduledPlan plan(
      String name, Procedure procedure, String repo, Path settings, ScheduleOptionsRead asked) {
    JsonNode plan = JSON.valueToTree(procedure.plan());
    return new ScheduledPlan(
        procedure.plan().scope(),
        procedure.id(),
        name,
        workflowType(procedure.workflow()),
        procedure.leased(),
        plan,
        repo,
        asked.timing(),
        asked.rules(),
        new Pinned(settings.toString(), fingerprint(plan), Instant.now()));
  }

  /** What was asked on the command line, understood. */
  record ScheduleOptionsRead(io.lotusflow.schedule.Timing timing, Rules rules) {}

  void create(ScheduledPlan plan) {
    book.client()
        .createSchedule(
            plan.schedule(),
            schedule(plan).build(),
            ScheduleOptions.newBuilder().setTypedSearchAttributes(attributes(plan)).build());
  }

  /** A pause, and its reason, stay. */
  void update(ScheduledPlan plan) {
    book.handle(plan.schedule())
        .update(
            input ->
                new ScheduleUpdate(
                    schedule(plan)
                        .setState(input.getDescription().getSchedule().getState())
                        .build(),
                    attributes(plan)));
  }

  ScheduleDescription find(String id) {
    return book.describe(id)
        .filter(schedule -> ScheduleBook.plan(schedule).isPresent())
        .orElseThrow(
            () ->
                new Complaint(
                    Exit.USAGE,
                    session.text("schedule.unknown", id),
                    session.text("run.unknown.seen", session.target().address()),
                    session.text("schedule.unknown.todo")));
  }

  Freshness freshness(ScheduledPlan plan) {
    Path settings = Path.of(plan.pinned().settings());
    if (!plan.scope().host().value().equals(session.home().hostId()) || !Files.exists(settings)) {
      return Freshness.UNKNOWN;
    }
    return now(settings, plan.scope().language())
        .flatMap(plans -> Repeatable.again(plan, plans))
        .map(procedure -> fingerprint(JSON.valueToTree(procedure.plan())))
        .map(print -> print.equals(plan.pinned().fingerprint()) ? Freshness.SAME : Freshness.OLD)
        .orElse(Freshness.UNKNOWN);
  }

  /** Empty where the files are no use. */
  private Optional<Plans> now(Path settings, Language language) {
    try {
      return new Planning(session)
          .now(settings, language)
          .map(plans -> NodeHosts.here(session, plans, names));
    } catch (Complaint noUse) {
      return Optional.empty();
    }
  }

  private Schedule.Builder schedule(ScheduledPlan plan) {
    return Schedule.newBuilder()
        .setAction(action(plan))
        .setSpec(new Timetable(plan.timing()).spec())
        .setPolicy(policy(plan.rules()));
  }

  private ScheduleActionStartWorkflow action(ScheduledPlan plan) {
    return ScheduleActionStartWorkflow.newBuilder()
        .setWorkflowType(ScheduledWorkflow.class)
        .setArguments(plan)
        .setOptions(
            WorkflowOptions.newBuilder()
                .setWorkflowId("scheduled/" + plan.schedule())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(attributes(plan))
                .setStaticSummary(summary(plan))
                // The SDK cannot read back a schedule that has a summary and no details.
                .setStaticDetails(new ScheduleWords(session).when(plan.timing()))
                .setMemo(Map.of("lotusflow", Version.number(), RunMemo.ASKED, session.asked()))
                .build())
        .build();
  }

  private static SchedulePolicy policy(Rules rules) {
    return SchedulePolicy.newBuilder()
        .setOverlap(
            rules.overlap() == Rules.Overlap.SKIP
                ? ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP
                : ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE)
        .setCatchupWindow(rules.catchUp())
        .setPauseOnFailure(rules.pauseOnFailure())
        .build();
  }

  private static SearchAttributes attributes(ScheduledPlan plan) {
    String procedure = plan.schedule().substring(0, plan.schedule().indexOf('/'));
    return Children.attributes(procedure, plan.scope());
  }

  private static String summary(ScheduledPlan plan) {
    Scope scope = plan.scope();
    return Messages.in(scope.language(), "cli")
        .text("summary.schedule", plan.procedure(), scope.node());
  }

  private static String workflowType(Class<?> workflow) {
    return Arrays.stream(workflow.getMethods())
        .map(method -> method.getAnnotation(WorkflowMethod.class))
        .filter(annotation -> annotation != null)
        .map(WorkflowMethod::name)
        .findFirst()
        .orElseThrow();
  }

  private static String fingerprint(JsonNode plan) {
    return Sha256.hex(plan.toString()).substring(0, 10);
  }

  List<ScheduleDescription> all() {
    return book.all();
  }
}
