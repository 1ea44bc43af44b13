package io.lotusflow.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What came of one run of a schedule.
 *
 * @param result of the procedure; JSON null where it was skipped
 */
public record ScheduledReport(Receipt receipt, JsonNode result) implements Reported {}
