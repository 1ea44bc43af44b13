package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.sector.SectorStage;
import java.util.Locale;

/** A sector for programs; times in seconds, absent where they are not known. */
final class SectorJson {

  private SectorJson() {}

  static ObjectNode of(SectorStatus sector, SectorTimes times, SectorJobs jobs) {
    ObjectNode node = RunsJson.MAPPER.createObjectNode();
    node.put("number", sector.number()).put("state", sector.state());
    node.put("stage", SectorStage.of(sector.state()).name().toLowerCase(Locale.ROOT));
    times.spent(sector).ifPresent(spent -> node.put("sinceSeconds", spent.toSeconds()));
    times.usual(sector.state()).ifPresent(usual -> node.put("usualSeconds", usual.toSeconds()));
    times.remaining(sector).ifPresent(left -> node.put("remainingSeconds", left.toSeconds()));
    node.put("late", times.isLate(sector));
    jobs.of(sector.number()).ifPresent(job -> node.set("job", of(job, jobs)));
    node.put("error", sector.lastError()).put("proofFailures", sector.proofFailures());
    return node;
  }

  private static ObjectNode of(MinerApi.Job job, SectorJobs jobs) {
    return RunsJson.MAPPER
        .createObjectNode()
        .put("worker", jobs.worker(job))
        .put("host", job.host())
        .put("task", job.task())
        .put("runs", job.runs())
        .put("start", job.start().toString());
  }
}
