package io.lotusflow.run;

import io.lotusflow.alert.AlertTarget;
import io.lotusflow.messages.Language;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * For whom and where a procedure runs; the first part of every plan.
 *
 * @param host the machine whose worker touches the world
 * @param language of the words an operator reads in the UI and in alerts, whoever's worker writes
 *     them
 * @param dryRun every activity only checks, and says what it would do
 * @param workerLost when a worker was silent for so long, its step is given to the next attempt
 * @param alerts who is told when the run needs somebody
 */
public record Scope(
    NodeId node,
    HostId host,
    Language language,
    boolean dryRun,
    Duration workerLost,
    List<AlertTarget> alerts) {

  /** Every activity beats at least once a second. */
  public static final Duration WORKER_LOST = Duration.ofSeconds(10);

  public Scope {
    // Plans that were made before there was a choice do not name them.
    workerLost = Objects.requireNonNullElse(workerLost, WORKER_LOST);
    alerts = alerts == null ? List.of() : List.copyOf(alerts);
  }

  public Scope(NodeId node, HostId host, Language language, boolean dryRun) {
    this(node, host, language, dryRun, WORKER_LOST, List.of());
  }

  public Scope asDryRun() {
    return new Scope(node, host, language, true, workerLost, alerts);
  }

  /** The same, for what is not only tried. */
  public Scope forGood() {
    return new Scope(node, host, language, false, workerLost, alerts);
  }

  /** The same on another machine. */
  public Scope on(HostId other) {
    return new Scope(node, other, language, dryRun, workerLost, alerts);
  }
}
