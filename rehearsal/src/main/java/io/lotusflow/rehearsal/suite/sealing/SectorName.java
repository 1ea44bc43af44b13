package io.lotusflow.rehearsal.suite.sealing;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sector by the id of its miner actor and its number; {@code s-t01000-7} as a file. */
public record SectorName(long miner, long number) {
  private static final Pattern FILE = Pattern.compile("s-t0(\\d+)-(\\d+)");

  public static Optional<SectorName> ofFile(String name) {
    Matcher parts = FILE.matcher(name);
    return parts.matches()
        ? Optional.of(
            new SectorName(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  public static SectorName ofJson(Object json) {
    Map<String, Object> fields = Json.asObject(json);
    return new SectorName(Json.asLong(fields.get("Miner")), Json.asLong(fields.get("Number")));
  }

  public Map<String, Object> json() {
    return Json.object("Miner", miner, "Number", number);
  }

  /** As the storage index has sectors: each with the bits of its kinds of files. */
  public static List<Object> declared(Map<SectorName, Long> kinds) {
    List<Object> all = new ArrayList<>();
    kinds.forEach(
        (sector, bits) ->
            all.add(
                Json.object(
                    "Miner", sector.miner, "Number", sector.number, "SectorFileType", bits)));
    return all;
  }

  public String file() {
    return "s-t0" + miner + "-" + number;
  }
}
