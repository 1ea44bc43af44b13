package io.lotusflow.watch;

import io.lotusflow.run.Attention;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Skipped;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import java.util.Optional;

/**
 * What a run's memo says: readable at once, whatever is up.
 *
 * @param skipped why it did nothing
 * @param step type of the step that runs now; empty before the first
 */
public record RunMemory(String step, Optional<Attention> attention, Optional<Skipped> skipped) {

  public static final RunMemory NONE = new RunMemory("", Optional.empty(), Optional.empty());

  public static RunMemory of(Memo memo) {
    Payload none = Payload.getDefaultInstance();
    return new RunMemory(
        Decoded.json(memo.getFieldsOrDefault(RunMemo.STEP, none)).asText(""),
        Decoded.as(Attention.class, Decoded.json(memo.getFieldsOrDefault(RunMemo.ATTENTION, none))),
        Decoded.as(Skipped.class, Decoded.json(memo.getFieldsOrDefault(RunMemo.SKIPPED, none))));
  }
}
