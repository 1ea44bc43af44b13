package io.lotusflow.rehearsal.suite.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * An address of a test network: {@code t0…} by number, {@code t1…} secp256k1 key, {@code t2…}
 * actor, {@code t3…} BLS key.
 */
public final class Address {
  private static final int ID = 0;
  private static final int SECP256K1 = 1;
  private static final int ACTOR = 2;
  private static final int BLS = 3;
  private static final int CHECKSUM_LENGTH = 4;

  private final byte[] bytes;
  private final String text;

  private Address(byte[] bytes) {
    this.bytes = bytes;
    this.text = print(bytes);
  }

  public static Address ofId(long id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ID);
    Varint.write(out, id);
    return new Address(out.toByteArray());
  }

  public static Address ofSecp256k1(byte[] publicKey) {
    return withProtocol(SECP256K1, Blake2b.hash(20, publicKey));
  }

  public static Address ofActor(byte[] seed) {
    return withProtocol(ACTOR, Blake2b.hash(20, seed));
  }

  public static Address ofBls(byte[] publicKey) {
    return withProtocol(BLS, publicKey);
  }

  public static Address ofBytes(byte[] bytes) {
    if (bytes.length < 2) {
      throw new IllegalArgumentException("invalid address length");
    }
    return new Address(bytes.clone());
  }

  /**
   * Takes {@code t…} and {@code f…}; the message of the {@link IllegalArgumentException} is Lotus'
   * own.
   */
  public static Address parse(String text) {
    if (text.length() < 3) {
      throw new IllegalArgumentException("invalid address length");
    }
    if (text.charAt(0) != 't' && text.charAt(0) != 'f') {
      throw new IllegalArgumentException("unknown address network");
    }
    int protocol = text.charAt(1) - '0';
    if (protocol < ID || protocol > BLS) {
      throw new IllegalArgumentException("unknown address protocol");
    }
    return protocol == ID ? ofId(number(text.substring(2))) : keyed(protocol, text.substring(2));
  }

  private static long number(String digits) {
    try {
      long id = Long.parseLong(digits);
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("invalid address payload", e);
    }
    throw new IllegalArgumentException("invalid address payload");
  }

  private static Address keyed(int protocol, String encoded) {
    byte[] both = Base32.decode(encoded);
    int length = protocol == BLS ? 48 : 20;
    if (both.length != length + CHECKSUM_LENGTH) {
      throw new IllegalArgumentException("invalid address payload");
    }
    Address address = withProtocol(protocol, Arrays.copyOf(both, length));
    byte[] checksum = Arrays.copyOfRange(both, length, both.length);
    if (!Arrays.equals(checksum, Blake2b.hash(CHECKSUM_LENGTH, address.bytes))) {
      throw new IllegalArgumentException("invalid address checksum");
    }
    return address;
  }

  private static Address withProtocol(int protocol, byte[] payload) {
    byte[] bytes = new byte[payload.length + 1];
    bytes[0] = (byte) protocol;
    System.arraycopy(payload, 0, bytes, 1, payload.length);
    return new Address(bytes);
  }

  private static String print(byte[] bytes) {
    if (bytes[0] == ID) {
      return "t0" + idOf(bytes);
    }
    byte[] checksum = Blake2b.hash(CHECKSUM_LENGTH, bytes);
    byte[] both = Arrays.copyOfRange(bytes, 1, bytes.length + CHECKSUM_LENGTH);
    System.arraycopy(checksum, 0, both, bytes.length - 1, CHECKSUM_LENGTH);
    return "t" + bytes[0] + Base32.encode(both);
  }

  private static long idOf(byte[] bytes) {
    try {
      return Varint.read(new ByteArrayInputStream(bytes, 1, bytes.length - 1));
    } catch (IOException e) {
      throw new IllegalArgumentException("invalid address payload", e);
    }
  }

  public boolean isId() {
    return bytes[0] == ID;
  }

  public boolean isBls() {
    return bytes[0] == BLS;
  }

  /** Whether a private key can belong to this address. */
  public boolean isKey() {
    return bytes[0] == BLS || bytes[0] == SECP256K1;
  }

  public long id() {
    return idOf(bytes);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text;
  }
}
