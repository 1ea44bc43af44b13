package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A signature: on the chain one byte string that begins with the type (1 secp256k1, 2 BLS).
 *
 * @param data Base64
 */
public record Signature(int type, String data) {
  private static final int BLS = 2;
  private static final int BLS_LENGTH = 96;
  private static final int SECP256K1_LENGTH = 65;

  public static Signature ofJson(Object json) {
    Map<String, Object> fields = Json.asObject(json);
    return new Signature((int) Json.asLong(fields.get("Type")), Json.asText(fields.get("Data")));
  }

  /** Whether a key of that address could have made it. */
  public boolean isOfKindOf(Address key) {
    int length = Base64.getDecoder().decode(data).length;
    return key.isBls()
        ? type == BLS && length == BLS_LENGTH
        : type == 1 && length == SECP256K1_LENGTH;
  }

  static void write(CborWriter cbor, Optional<Signature> signature) {
    if (signature.isEmpty()) {
      cbor.nothing();
      return;
    }
    byte[] data = Base64.getDecoder().decode(signature.get().data());
    byte[] typed = new byte[data.length + 1];
    typed[0] = (byte) signature.get().type();
    System.arraycopy(data, 0, typed, 1, data.length);
    cbor.bytes(typed);
  }

  static Optional<Signature> read(CborReader cbor) {
    if (cbor.nothing()) {
      return Optional.empty();
    }
    byte[] typed = cbor.bytes();
    String data = Base64.getEncoder().encodeToString(Arrays.copyOfRange(typed, 1, typed.length));
    return Optional.of(new Signature(typed[0], data));
  }

  static Object json(Optional<Signature> signature) {
    return signature.isPresent() ? signature.get().json() : null;
  }

  public Map<String, Object> json() {
    return Json.object("Type", (long) type, "Data", data);
  }
}
