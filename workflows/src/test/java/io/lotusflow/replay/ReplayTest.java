package io.lotusflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs that were recorded on a real server (installs, first and again, cancelled, parked) and must
 * go on under today's code. A red test here means that an upgrade would break runs in flight: use
 * {@code Workflow.getVersion}. A new shape of a workflow is a new file; none is ever overwritten.
 */
class ReplayTest {

  /** A class that is loaded on a busy machine is no deadlock; as shipped, it is one after 1 s. */
  private static final WorkerOptions PATIENT =
      WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(60_000).build();

  private static final Pattern ASKS = Pattern.compile("getVersion\\(\\s*(\"[^\"]+\"|\\w+)");

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  @ParameterizedTest
  @MethodSource("histories")
  void recordedRunGoesOnUnderTodaysCode(String history) throws Exception {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(Catalogue.interceptor())
                    .build())
            .build();
    try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker = temporal.newWorker(TaskQueues.WORKFLOWS, PATIENT);
      worker.registerWorkflowImplementationTypes(Catalogue.WORKFLOWS.toArray(Class<?>[]::new));
      WorkflowReplayer.replayWorkflowExecutionFromResource("histories/" + history, worker);
    }
  }

  /** A new procedure that nobody has recorded could break at its first change, unseen. */
  @Test
  void eachWorkflowOfTheCatalogueHasARecordedRun() throws IOException {
    Set<String> recorded = new TreeSet<>();
    for (String history : histories()) {
      recorded.add(
          WorkflowExecutionHistory.fromJson(Files.readString(HISTORIES.resolve(history)))
              .getEvents()
              .get(0)
              .getWorkflowExecutionStartedEventAttributes()
              .getWorkflowType()
              .getName());
    }
    assertThat(recorded).containsAll(types());
  }

  /** A way that only today's code goes, and that no recorded run has gone, breaks unseen. */
  @Test
  void eachChangeOfAWorkflowHasARecordedRunThatKnowsIt() throws IOException {
    StringBuilder recorded = new StringBuilder();
    for (String history : histories()) {
      WorkflowExecutionHistory.fromJson(Files.readString(HISTORIES.resolve(history)))
          .getEvents()
          .forEach(event -> changeOf(event).ifPresent(recorded::append));
    }
    assertThat(changes()).isNotEmpty().allSatisfy(change -> assertThat(recorded).contains(change));
  }

  /** With its quotes. */
  private static Optional<String> changeOf(HistoryEvent event) {
    return Optional.ofNullable(
            event.getMarkerRecordedEventAttributes().getDetailsMap().get("changeId"))
        .map(change -> change.getPayloads(0).getData().toStringUtf8());
  }

  /** As the sources have them, each with its quotes. */
  private static Set<String> changes() throws IOException {
    Set<String> changes = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(source);
        Matcher asked = ASKS.matcher(text);
        while (asked.find()) {
          changes.add(quoted(asked.group(1), text));
        }
      }
    }
    return changes;
  }

  private static String quoted(String argument, String source) {
    if (argument.startsWith("\"")) {
      return argument;
    }
    Matcher constant = Pattern.compile("\\b" + argument + "\\s*=\\s*(\"[^\"]+\")").matcher(source);
    assertThat(constant.find()).as(argument).isTrue();
    return constant.group(1);
  }

  /** Replayed are all files of the folder: what lay beside it would be forgotten. */
  @Test
  void noRecordedRunLiesElsewhere() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src/test/resources"))) {
      assertThat(all.filter(file -> file.toString().endsWith(".json")))
          .allSatisfy(file -> assertThat(file.getParent()).isEqualTo(HISTORIES));
    }
  }

  private static List<String> types() {
    return Catalogue.WORKFLOWS.stream()
        .flatMap(type -> POJOWorkflowImplMetadata.newInstance(type).getWorkflowMethods().stream())
        .map(POJOWorkflowMethodMetadata::getName)
        .toList();
  }

  static List<String> histories() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
