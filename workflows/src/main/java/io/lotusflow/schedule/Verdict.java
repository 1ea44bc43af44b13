package io.lotusflow.schedule;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import io.lotusflow.run.Skipped;
import java.util.Optional;

/** Whether a schedule's run may go on. */
public record Verdict(Receipt receipt, Optional<Skipped> skip) implements Reported {}
