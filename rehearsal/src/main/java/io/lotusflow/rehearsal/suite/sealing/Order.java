package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A task for one sector, as a miner gives it to a worker.
 *
 * @param sectorSize in bytes
 * @param ticket whether there is one: without it PreCommit2 brings its worker down
 * @param sources URLs under which others have the sector's files, for a worker that has not
 */
public record Order(
    Task task, SectorName sector, long sectorSize, boolean ticket, List<String> sources) {
  public Order {
    sources = List.copyOf(sources);
  }

  public Map<String, Object> json() {
    return Json.object(
        "ID",
        sector.json(),
        "SectorSize",
        sectorSize,
        "Ticket",
        ticket,
        "Sources",
        new ArrayList<Object>(sources));
  }

  public static Order ofJson(Task task, Object json) {
    Map<String, Object> fields = Json.asObject(json);
    List<String> sources = new ArrayList<>();
    Json.asList(fields.get("Sources")).forEach(source -> sources.add(Json.asText(source)));
    return new Order(
        task,
        SectorName.ofJson(fields.get("ID")),
        Json.asLong(fields.get("SectorSize")),
        Boolean.TRUE.equals(fields.get("Ticket")),
        sources);
  }
}
