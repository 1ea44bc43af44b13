package io.lotusflow.restart;

import io.lotusflow.run.Downtime;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.time.Duration;

/**
 * What a restart came to.
 *
 * @param away from the first stop until the last one answered again
 * @param downtime as somebody outside saw it
 */
public record RestartReport(Receipt receipt, Duration away, Downtime downtime)
    implements Reported {}
