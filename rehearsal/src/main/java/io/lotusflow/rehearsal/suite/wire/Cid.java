package io.lotusflow.rehearsal.suite.wire;

import java.util.Arrays;

/**
 * A version 1 content id with a BLAKE2b-256 hash, as all of Filecoin's chain data has: {@code
 * bafy2bza…}.
 */
public final class Cid {
  private static final int DAG_CBOR = 0x71;
  private static final int RAW = 0x55;
  private static final int PREFIX_LENGTH = 6;

  /**
   * The bytes of every such id: version, codec, hash function (0xb220 as varint), hash length,
   * hash.
   */
  public static final int LENGTH = PREFIX_LENGTH + 32;

  private final byte[] bytes;

  private Cid(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Cid ofCbor(byte[] block) {
    return of(DAG_CBOR, block);
  }

  public static Cid ofRaw(byte[] block) {
    return of(RAW, block);
  }

  /** By the hash of a raw block that is too large to be held. */
  public static Cid ofRawHash(byte[] hash) {
    return ofHash(RAW, hash);
  }

  private static Cid of(int codec, byte[] block) {
    return ofHash(codec, Blake2b.hash(32, block));
  }

  private static Cid ofHash(int codec, byte[] hash) {
    byte[] bytes = new byte[LENGTH];
    byte[] prefix = {1, (byte) codec, (byte) 0xa0, (byte) 0xe4, 0x02, 0x20};
    System.arraycopy(prefix, 0, bytes, 0, PREFIX_LENGTH);
    System.arraycopy(hash, 0, bytes, PREFIX_LENGTH, 32);
    return new Cid(bytes);
  }

  /**
   * The id that this content would have under this id's codec: equal to this id when the content is
   * intact.
   */
  public Cid again(byte[] block) {
    return of(bytes[1], block);
  }

  /** This id's codec with another hash. */
  Cid withHash(byte[] hash) {
    return ofHash(bytes[1], hash);
  }

  public static Cid ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != 1) {
      throw new IllegalArgumentException("invalid cid: length " + bytes.length);
    }
    return new Cid(bytes.clone());
  }

  public static Cid parse(String text) {
    if (!text.startsWith("b") || text.length() < 2) {
      throw new IllegalArgumentException("invalid cid: cid too short");
    }
    return ofBytes(Base32.decode(text.substring(1)));
  }

  public boolean isCbor() {
    return bytes[1] == DAG_CBOR;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid cid && Arrays.equals(bytes, cid.bytes);
  }

  @Override
  public int hashCode() {
    return (bytes[6] << 24)
        ^ ((bytes[7] & 0xff) << 16)
        ^ ((bytes[8] & 0xff) << 8)
        ^ (bytes[9] & 0xff);
  }

  @Override
  public String toString() {
    return "b" + Base32.encode(bytes);
  }
}
