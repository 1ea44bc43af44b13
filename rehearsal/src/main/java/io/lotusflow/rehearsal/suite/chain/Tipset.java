package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.List;
import java.util.Map;

/** A tipset. On this network it always has exactly one block. */
public record Tipset(Cid cid, BlockHeader header) {
  public static Tipset of(BlockHeader header) {
    return new Tipset(Cid.ofCbor(header.cbor()), header);
  }

  public long height() {
    return header.height();
  }

  /** As Lotus prints a tipset key: {@code [bafy…]}. */
  public String key() {
    return "[" + cid + "]";
  }

  public Map<String, Object> json() {
    return Json.object("Cids", List.of(cid), "Blocks", List.of(header.json()), "Height", height());
  }
}
