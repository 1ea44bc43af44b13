package io.lotusflow.lotus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.lotusflow.car.Cid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * A message as the chain will have it, but for its signature. In JSON it has the names that Lotus
 * gives its fields.
 *
 * @param params CBOR in base64; empty for a method without
 */
public record UnsignedMessage(
    @JsonProperty("Version") int version,
    @JsonProperty("To") String to,
    @JsonProperty("From") String from,
    @JsonProperty("Nonce") long nonce,
    @JsonProperty("Value") AttoFil value,
    @JsonProperty("GasLimit") long gasLimit,
    @JsonProperty("GasFeeCap") AttoFil gasFeeCap,
    @JsonProperty("GasPremium") AttoFil gasPremium,
    @JsonProperty("Method") long method,
    @JsonProperty("Params") String params) {

  public UnsignedMessage {
    // Lotus writes null for none.
    params = params == null ? "" : params;
  }

  private static final CBORFactory CBOR = new CBORFactory();
  private static final int FIELDS = 10;

  /** CBOR's head of an array of two. */
  private static final int PAIR = 0x82;

  /** CID version 1, dag-cbor, BLAKE2b-256, 32 bytes. */
  private static final byte[] CID_PREFIX = {0x01, 0x71, (byte) 0xa0, (byte) 0xe4, 0x02, 0x20};

  /** Without nonce and gas. */
  public static UnsignedMessage draft(String from, String to, long method, byte[] params) {
    return new UnsignedMessage(
        0,
        to,
        from,
        0,
        AttoFil.ZERO,
        0,
        AttoFil.ZERO,
        AttoFil.ZERO,
        method,
        Base64.getEncoder().encodeToString(params));
  }

  public UnsignedMessage withNonce(long next) {
    return new UnsignedMessage(
        version, to, from, next, value, gasLimit, gasFeeCap, gasPremium, method, params);
  }

  UnsignedMessage withGas(long limit, AttoFil feeCap, AttoFil premium) {
    return new UnsignedMessage(
        version, to, from, nonce, value, limit, feeCap, premium, method, params);
  }

  /** Its name in bytes: what is signed. */
  @JsonIgnore
  public byte[] cidBytes() {
    return cidOf(cbor());
  }

  /**
   * What it is called on the chain: with a BLS signature by the message alone, since blocks
   * aggregate those, else by message and signature.
   */
  public String cid(MessageSignature signature) {
    byte[] cid = signature.isBls() ? cidBytes() : cidOf(signedCbor(signature));
    return Cid.of(cid, 0, cid.length).toString();
  }

  private static byte[] cidOf(byte[] block) {
    Blake2bDigest blake = new Blake2bDigest(256);
    blake.update(block, 0, block.length);
    byte[] cid = Arrays.copyOf(CID_PREFIX, CID_PREFIX.length + 32);
    blake.doFinal(cid, CID_PREFIX.length);
    return cid;
  }

  private byte[] signedCbor(MessageSignature signature) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(PAIR);
    bytes.writeBytes(cbor());
    try (CBORGenerator cbor = CBOR.createGenerator(bytes)) {
      cbor.writeBinary(signature.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] cbor() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator cbor = CBOR.createGenerator(bytes)) {
      cbor.writeStartArray(null, FIELDS);
      cbor.writeNumber(version);
      cbor.writeBinary(new FilAddress(to).bytes());
      cbor.writeBinary(new FilAddress(from).bytes());
      cbor.writeNumber(nonce);
      cbor.writeBinary(MethodParams.amount(value));
      cbor.writeNumber(gasLimit);
      cbor.writeBinary(MethodParams.amount(gasFeeCap));
      cbor.writeBinary(MethodParams.amount(gasPremium));
      cbor.writeNumber(method);
      cbor.writeBinary(Base64.getDecoder().decode(params));
      cbor.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
