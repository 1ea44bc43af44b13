package io.lotusflow.alert;

import java.time.Instant;
import java.util.List;

/**
 * Something that a person should know now.
 *
 * @param key the same for the same event, whoever noticed it and how often: it is told once
 * @param subject id of the run or the schedule
 * @param step type of the step that needs somebody, or empty
 * @param problem name of a {@link io.lotusflow.run.Problem} or of a failure, or empty
 * @param message in English, for a problem that has no words of ours
 * @param arguments of the problem's texts; no secrets
 */
public record Alert(
    Event event,
    String key,
    String subject,
    String step,
    String problem,
    String message,
    List<String> arguments,
    Instant at) {

  /** The names are stored in histories: add, never rename. */
  public enum Event {
    /** A run waits for a person. */
    PARKED,
    /** A run asks whether it may go on. */
    APPROVAL,
    FAILED,
    /** Somebody ended a run from outside; nothing was undone. */
    TERMINATED,
    /** A schedule was skipped twice in a row, or its time was missed. */
    SKIPPED,
    /** Sectors are late, stand still or are lost. */
    SECTORS,
    /** The worker of a host takes no work. */
    HOST_AWAY,
    /** A run does not go on, as its workflow fails in the hands of workers. */
    STUCK,
    /** Somebody tries whether alerts arrive. */
    TEST
  }

  public Alert {
    arguments = List.copyOf(arguments);
  }
}
