package io.lotusflow.run;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** For workflows: what several hosts do at once. */
public final class Together {

  private Together() {}

  /**
   * The results in the order of the parts. When a part ends badly, or the run is cancelled, the
   * others are cancelled and waited for; the first failure is thrown.
   */
  public static <A, T> List<T> each(List<A> parts, Function<A, T> work) {
    List<Promise<T>> begun = new ArrayList<>();
    CancellationScope all =
        Workflow.newCancellationScope(
            () -> parts.forEach(part -> begun.add(Async.function(work::apply, part))));
    all.run();
    try {
      Promise.allOf(begun).get();
    } catch (TemporalFailure failed) {
      all.cancel("another host's part has ended");
      Workflow.newDetachedCancellationScope(() -> begun.forEach(Promise::getFailure)).run();
      throw failed;
    }
    return begun.stream().map(Promise::get).toList();
  }
}
