package io.lotusflow.run;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of the ways a step fails that an operator must tell apart. Each package has its closed list,
 * an enum. The names are unique over all packages and stored in histories: add, never rename. The
 * words are in the bundle {@code problems}: {@code NAME.seen} (what was attempted and what came
 * back) and {@code NAME.fix} (what to do now), with the arguments as {@code {0}}, {@code {1}} …
 */
public interface Problem {

  String name();

  Cure cure();

  /** Who can cure a problem. */
  enum Cure {
    /** Trying again may help: retried with patience, then parked. */
    RETRY,
    /** Only a person can mend it: parked at once. */
    OPERATOR,
    /**
     * Nothing was changed and nothing will be: the run ends, to be started again when it is mended.
     */
    START_AGAIN
  }

  /** The failure to throw from an activity; arguments are shown to people, so no secrets. */
  default ApplicationFailure because(Object... arguments) {
    return withLog("", arguments);
  }

  /** As {@link #because}, with the last lines of a log (already redacted, at most 4 KB). */
  default ApplicationFailure withLog(String logTail, Object... arguments) {
    List<String> shown = Stream.of(arguments).map(String::valueOf).toList();
    return ApplicationFailure.newBuilder()
        .setType(name())
        .setMessage(
            Messages.in(Language.ENGLISH, "problems").text(name() + ".seen", shown.toArray()))
        .setNonRetryable(cure() != Cure.RETRY)
        .setDetails(new Details(cure(), shown, logTail))
        .build();
  }

  /** What a failure carries besides its type. */
  record Details(Cure cure, List<String> arguments, String logTail) {}
}
