package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.Base64;
import java.util.Map;

/**
 * What became of a message.
 *
 * @param exitCode 0 if it did what it should
 * @param returned Base64 of CBOR, empty for none
 */
public record Receipt(long exitCode, String returned, long gasUsed) {
  public byte[] returnedBytes() {
    return Base64.getDecoder().decode(returned);
  }

  byte[] cbor() {
    return new CborWriter()
        .array(4)
        .integer(exitCode)
        .bytes(returnedBytes())
        .integer(gasUsed)
        .nothing()
        .toBytes();
  }

  static Receipt read(CborReader cbor) {
    cbor.tuple(4);
    long exitCode = cbor.integer();
    String returned = Base64.getEncoder().encodeToString(cbor.bytes());
    long gasUsed = cbor.integer();
    cbor.nothing();
    return new Receipt(exitCode, returned, gasUsed);
  }

  public Map<String, Object> json() {
    return Json.object(
        "ExitCode",
        exitCode,
        "Return",
        returned.isEmpty() ? null : returned,
        "GasUsed",
        gasUsed,
        "EventsRoot",
        null);
  }
}
