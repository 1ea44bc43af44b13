package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.lotusflow.home.Home;
import io.lotusflow.run.RunMemo;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunView;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants a word wherever a workflow can put one, and searches what the server keeps for it. */
class EncryptedRunTest {

  private static final String QUEUE = "encrypted";
  private static final Pattern PLANTED = Pattern.compile("planted-[a-z-]+");

  @TempDir Path folder;
  private PayloadKeyFile keys;
  private final TellingActivitiesImpl activities = new TellingActivitiesImpl();
  private TestWorkflowEnvironment temporal;

  /** A plan with a field that nobody else should read. */
  public record Plan(String secret, boolean fails) {}

  @WorkflowInterface
  public interface Telling {
    @WorkflowMethod
    String tell(Plan plan);

    @UpdateMethod
    String word(String word);

    @SignalMethod
    void go(String word);
  }

  @ActivityInterface
  public interface TellingActivities {
    String act(Plan plan);
  }

  public static final class TellingImpl implements Telling {
    private boolean goes;

    @Override
    public String tell(Plan plan) {
      Workflow.upsertMemo(Map.of(RunMemo.STEP, "planted-memo"));
      Workflow.setCurrentDetails("planted-current-details");
      Workflow.sideEffect(String.class, () -> "planted-side-effect");
      Workflow.newTimer(
              Duration.ofMillis(1), TimerOptions.newBuilder().setSummary("planted-timer").build())
          .get();
      Workflow.await(() -> goes);
      TellingActivities activities =
          Workflow.newActivityStub(
              TellingActivities.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(20))
                  .setSummary("planted-activity-summary")
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                  .build());
      try {
        return act(activities, plan) + " planted-result";
      } catch (ActivityFailure failure) {
        throw ApplicationFailure.newFailureWithCause(
            "planted-failure", "REFUSED", failure, "planted-detail");
      }
    }

    /** Twice, as a step that was parked and resumed. */
    private static String act(TellingActivities activities, Plan plan) {
      try {
        return activities.act(plan);
      } catch (ActivityFailure parked) {
        return activities.act(plan);
      }
    }

    @Override
    public String word(String word) {
      return word + " planted-update-result";
    }

    @Override
    public void go(String word) {
      goes = true;
    }
  }

  public static final class TellingActivitiesImpl implements TellingActivities {

    /** What the server had of this activity while it was at work. */
    private volatile DescribeWorkflowExecutionResponse pending;

    @Override
    public String act(Plan plan) {
      ActivityExecutionContext context = Activity.getExecutionContext();
      context.heartbeat("planted-heartbeat");
      pending = described(context.getWorkflowClient(), context.getInfo().getWorkflowId());
      if (plan.fails()) {
        throw ApplicationFailure.newFailure("planted-activity-failure", "NO", "planted-more");
      }
      return "planted-activity-result";
    }
  }

  private static DescribeWorkflowExecutionResponse described(WorkflowClient client, String id) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                .build());
  }

  private WorkflowExecution run(boolean encrypted, boolean fails) throws IOException {
    keys = PayloadKeyFile.of(new Home(folder), Map.of());
    if (encrypted) {
      keys.add(PayloadKey.random("a"), true);
    }
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(new EncryptingConverter(new PayloadCipher(keys)))
                        .build())
                .build());
    Worker worker = temporal.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(TellingImpl.class);
    worker.registerActivitiesImplementations(activities);
    temporal.start();
    WorkflowStub stub =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    Telling.class,
                    WorkflowOptions.newBuilder()
                        .setTaskQueue(QUEUE)
                        .setWorkflowId("telling/node")
                        .setStaticSummary("planted-summary")
                        .setStaticDetails("planted-details")
                        .setMemo(Map.of("asked", "planted-asked"))
                        .build()));
    stub.start(new Plan("planted-plan", fails));
    assertThat(stub.update("word", String.class, "planted-update"))
        .isEqualTo("planted-update planted-update-result");
    stub.signal("go", "planted-signal");
    if (fails) {
      assertThat(catchThrowable(() -> stub.getResult(String.class)).getCause())
          .hasMessageContaining("planted-failure");
    } else {
      assertThat(stub.getResult(String.class)).contains("planted-activity-result planted-result");
    }
    return stub.getExecution();
  }

  @AfterEach
  void end() {
    temporal.close();
  }

  /** All planted words that the server could read. */
  private Set<String> readable(WorkflowExecution run) {
    var service = temporal.getWorkflowServiceStubs().blockingStub();
    Set<String> found = new TreeSet<>();
    String namespace = temporal.getNamespace();
    collect(
        service.getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(run)
                .build()),
        found);
    collect(described(temporal.getWorkflowClient(), run.getWorkflowId()), found);
    assertThat(activities.pending.getPendingActivities(0).hasHeartbeatDetails()).isTrue();
    collect(activities.pending, found);
    collect(
        service.queryWorkflow(
            QueryWorkflowRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(run)
                .setQuery(WorkflowQuery.newBuilder().setQueryType("__temporal_workflow_metadata"))
                .build()),
        found);
    return found;
  }

  private static void collect(Message message, Set<String> found) {
    ByteString bytes = message.toByteString();
    Matcher words = PLANTED.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
    while (words.find()) {
      found.add(words.group());
    }
  }

  @Test
  void withoutKeysTheServerReadsAll() throws IOException {
    assertThat(readable(run(false, true)))
        .contains(
            "planted-plan",
            "planted-heartbeat",
            "planted-current-details",
            "planted-asked",
            "planted-memo",
            "planted-side-effect",
            "planted-timer",
            "planted-summary",
            "planted-details",
            "planted-activity-summary",
            "planted-update",
            "planted-update-result",
            "planted-signal",
            "planted-failure",
            "planted-detail",
            "planted-activity-failure",
            "planted-more");
  }

  @Test
  void withAKeyTheServerReadsNothing() throws IOException {
    WorkflowExecution run = run(true, false);
    assertThat(readable(run)).isEmpty();
    String result =
        new Histories(temporal.getWorkflowClient()).read(run).result().orElseThrow().asText();
    assertThat(result).isEqualTo("planted-activity-result planted-result");
  }

  @Test
  void ofAFailureTheServerReadsItsTypeAlone() throws IOException {
    WorkflowExecution run = run(true, true);
    assertThat(readable(run)).isEmpty();
    Histories histories = new Histories(temporal.getWorkflowClient());
    RunView view = histories.read(run);
    assertThat(view.trouble().orElseThrow().type()).isEqualTo("NO");
    assertThat(view.trouble().orElseThrow().message()).isEqualTo("planted-activity-failure");
    assertThat(view.steps()).as("a step that was resumed is one").hasSize(1);
    assertThat(view.steps().get(0).trouble().orElseThrow().message())
        .isEqualTo("planted-activity-failure");
    assertThat(histories.memory(run.getWorkflowId()).orElseThrow().step())
        .isEqualTo("planted-memo");
  }

  @Test
  void whoHasNotTheKeyIsToldWhichOne() throws IOException {
    WorkflowExecution run = run(true, false);
    keys.add(PayloadKey.random("b"), true);
    Files.writeString(
        keys.path(),
        Files.readString(keys.path())
            .lines()
            .filter(line -> !line.startsWith("a = "))
            .map(line -> line + '\n')
            .collect(Collectors.joining()));
    assertThat(catchThrowable(() -> new Histories(temporal.getWorkflowClient()).read(run)))
        .hasMessageContaining("\"a\"")
        .hasMessageContaining(keys.path().toString());
  }

  @Test
  void aRunWaitsForAKeyThatIsMissing() throws IOException {
    run(true, false);
    PayloadKeyFile starter = PayloadKeyFile.of(new Home(folder.resolve("other")), Map.of());
    starter.add(PayloadKey.random("b"), true);
    var client =
        WorkflowClient.newInstance(
            temporal.getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder()
                .setNamespace(temporal.getNamespace())
                .setDataConverter(new EncryptingConverter(new PayloadCipher(starter)))
                .build());
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            "Telling",
            WorkflowOptions.newBuilder()
                .setTaskQueue(QUEUE)
                .setWorkflowId("telling/waits")
                .setWorkflowTaskTimeout(Duration.ofSeconds(1))
                .build());
    stub.start(new Plan("planted-plan", false));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                client.fetchHistory("telling/waits").getEvents().stream()
                    .anyMatch(HistoryEvent::hasWorkflowTaskFailedEventAttributes));
    assertThat(stub.describe().getStatus().name()).contains("RUNNING");
    keys.add(starter.keys().get(0), false);
    starter.add(keys.keys().get(0), false);
    stub.signal("go", "now");
    assertThat(stub.getResult(String.class)).contains("planted-activity-result");
  }
}
