package io.lotusflow.run;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;

/**
 * What a step failed with, for another problem that tells of it.
 *
 * @param type the problem's name, or what the failure calls itself
 * @param words in the operator's language, where it is a problem of ours
 * @param log its last lines; may be empty
 */
public record Trouble(String type, String words, String log) {

  public static Trouble of(TemporalFailure failed, Language language) {
    TemporalFailure cause =
        failed instanceof ActivityFailure && failed.getCause() instanceof TemporalFailure inner
            ? inner
            : failed;
    String said = String.valueOf(cause.getOriginalMessage());
    if (!(cause instanceof ApplicationFailure failure)) {
      return new Trouble("", said, "");
    }
    Messages problems = Messages.in(language, "problems");
    String seen = failure.getType() + ".seen";
    if (failure.getDetails().getSize() == 0 || !problems.has(seen)) {
      return new Trouble(failure.getType(), said, "");
    }
    Problem.Details details = failure.getDetails().get(Problem.Details.class);
    return new Trouble(
        failure.getType(), problems.text(seen, details.arguments().toArray()), details.logTail());
  }
}
