package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A storage path that a miner knows.
 *
 * @param id the UUID in {@code sectorstore.json}
 * @param local its folder, if the miner's own process has opened it
 * @param url of whoever has it
 * @param room absent where whoever has it does not answer
 * @param files how many files of each kind lie there
 */
public record MinerStorage(
    String id,
    Optional<String> local,
    String url,
    MinerApi.StorageUse use,
    Optional<MinerApi.Room> room,
    Map<Kind, Integer> files) {

  public MinerStorage {
    files = Map.copyOf(files);
  }

  /** What a file of a sector is, with its bit in {@code SectorFileType}. */
  public enum Kind {
    UNSEALED(1),
    SEALED(2),
    CACHE(4),
    UPDATE(8),
    UPDATE_CACHE(16);

    private final int bit;

    Kind(int bit) {
      this.bit = bit;
    }

    public int bit() {
      return bit;
    }
  }

  /** Of one entry of {@code StorageList}. */
  static Map<Kind, Integer> count(JsonNode declarations) {
    Map<Kind, Integer> files = new TreeMap<>();
    for (JsonNode declared : declarations) {
      for (Kind kind : Kind.values()) {
        if ((declared.path("SectorFileType").asInt() & kind.bit) != 0) {
          files.merge(kind, 1, Integer::sum);
        }
      }
    }
    return files;
  }

  public int files(Kind kind) {
    return files.getOrDefault(kind, 0);
  }
}
