package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.Map;
import java.util.Optional;

/**
 * A message with its signature. A BLS message is named by the message alone, since blocks aggregate
 * those signatures.
 */
public record SignedMessage(Message message, Signature signature) {
  private static final int BLS = 2;

  public boolean isBls() {
    return signature.type() == BLS;
  }

  public Cid cid() {
    return isBls() ? message.cid() : Cid.ofCbor(cbor());
  }

  byte[] cbor() {
    CborWriter cbor = new CborWriter().array(2).raw(message.cbor());
    Signature.write(cbor, Optional.of(signature));
    return cbor.toBytes();
  }

  static SignedMessage ofCbor(byte[] block) {
    CborReader cbor = new CborReader(block);
    cbor.tuple(2);
    Message message = Message.read(cbor);
    return new SignedMessage(message, Signature.read(cbor).orElseThrow());
  }

  public Map<String, Object> json() {
    return Json.object("Message", message.json(), "Signature", signature.json(), "CID", cid());
  }

  public static SignedMessage ofJson(Object json) {
    Map<String, Object> fields = Json.asObject(json);
    return new SignedMessage(
        Message.ofJson(fields.get("Message")), Signature.ofJson(fields.get("Signature")));
  }
}
