package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;

/**
 * A message before it is signed.
 *
 * @param value attoFIL
 * @param params Base64 of CBOR, empty for none
 */
public record Message(
    Address to,
    Address from,
    long nonce,
    BigInteger value,
    long gasLimit,
    BigInteger gasFeeCap,
    BigInteger gasPremium,
    long method,
    String params) {
  private static final int FIELDS = 10;

  /** A message whose nonce and gas are still to be filled in. */
  public static Message draft(
      Address from, Address to, BigInteger value, long method, byte[] params) {
    String encoded = Base64.getEncoder().encodeToString(params);
    return new Message(to, from, 0, value, 0, BigInteger.ZERO, BigInteger.ZERO, method, encoded);
  }

  public Message withNonceAndGas(long newNonce, long limit, BigInteger feeCap, BigInteger premium) {
    return new Message(to, from, newNonce, value, limit, feeCap, premium, method, params);
  }

  public byte[] paramBytes() {
    return Base64.getDecoder().decode(params);
  }

  /** What the sender pays for gas at most. */
  public BigInteger gasCost() {
    return gasFeeCap.multiply(BigInteger.valueOf(gasLimit));
  }

  public Cid cid() {
    return Cid.ofCbor(cbor());
  }

  public byte[] cbor() {
    return new CborWriter()
        .array(FIELDS)
        .integer(0)
        .address(to)
        .address(from)
        .integer(nonce)
        .amount(value)
        .integer(gasLimit)
        .amount(gasFeeCap)
        .amount(gasPremium)
        .integer(method)
        .bytes(paramBytes())
        .toBytes();
  }

  public static Message ofCbor(byte[] block) {
    return read(new CborReader(block));
  }

  static Message read(CborReader cbor) {
    cbor.tuple(FIELDS);
    cbor.integer();
    return new Message(
        cbor.address(),
        cbor.address(),
        cbor.integer(),
        cbor.amount(),
        cbor.integer(),
        cbor.amount(),
        cbor.amount(),
        cbor.integer(),
        Base64.getEncoder().encodeToString(cbor.bytes()));
  }

  Map<String, Object> json() {
    return Json.object(
        "Version", 0L,
        "To", to.toString(),
        "From", from.toString(),
        "Nonce", nonce,
        "Value", value.toString(),
        "GasLimit", gasLimit,
        "GasFeeCap", gasFeeCap.toString(),
        "GasPremium", gasPremium.toString(),
        "Method", method,
        "Params", params.isEmpty() ? null : params,
        "CID", cid());
  }

  public static Message ofJson(Object json) {
    Map<String, Object> fields = Json.asObject(json);
    return new Message(
        Address.parse(Json.asText(fields.get("To"))),
        Address.parse(Json.asText(fields.get("From"))),
        Json.asLong(fields.get("Nonce")),
        amount(fields.get("Value")),
        Json.asLong(fields.get("GasLimit")),
        amount(fields.get("GasFeeCap")),
        amount(fields.get("GasPremium")),
        Json.asLong(fields.get("Method")),
        Json.asText(fields.get("Params")));
  }

  private static BigInteger amount(Object json) {
    String text = Json.asText(json);
    return text.isEmpty() ? BigInteger.ZERO : new BigInteger(text);
  }
}
