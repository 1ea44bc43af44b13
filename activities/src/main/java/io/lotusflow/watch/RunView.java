package io.lotusflow.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.run.Attention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run with all its parts at one moment.
 *
 * @param id workflow id of the root
 * @param procedure such as {@code install}
 * @param steps of the root and of all procedures below it, in the order they began
 * @param attention what is asked of a person now
 * @param result of the root, once it is completed
 * @param trouble why the root failed
 * @param background what it was started with, and what befell it
 */
public record RunView(
    String id,
    String runId,
    String procedure,
    Status status,
    Instant started,
    Optional<Instant> closed,
    List<Step> steps,
    Optional<Attention> attention,
    Optional<JsonNode> result,
    Optional<Trouble> trouble,
    RunBackground background) {

  /** Whether and how a run has ended. */
  public enum Status {
    OPEN,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** Ended from outside, without undoing anything. */
    TERMINATED;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RunView {
    steps = List.copyOf(steps);
  }

  /** Whether more than one host has steps of it. */
  public boolean isSpread() {
    return steps.stream().map(Step::host).distinct().count() > 1;
  }

  /** Where hosts work at once their steps alternate: put together again by procedure. */
  public List<Step> stepsByPart() {
    if (!isSpread()) {
      return steps;
    }
    Map<String, List<Step>> parts = new LinkedHashMap<>();
    steps.forEach(
        step -> parts.computeIfAbsent(step.workflowId(), any -> new ArrayList<>()).add(step));
    return parts.values().stream().flatMap(List::stream).toList();
  }

  public boolean open() {
    return status == Status.OPEN;
  }

  /** Whether nothing goes on before a person has spoken. */
  public boolean waitsForPerson() {
    return open() && attention.isPresent();
  }

  public boolean dryRun() {
    return id.startsWith("dry-run/");
  }

  public Duration took(Instant now) {
    return Duration.between(started, closed.orElse(now));
  }
}
