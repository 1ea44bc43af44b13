package io.lotusflow.rehearsal.suite.wire;

import java.util.Arrays;

/** A libp2p peer id of an Ed25519 key: {@code 12D3KooW…}. */
public final class PeerId {
  /**
   * Identity hash, 36 bytes: protobuf field 1 (key type) = 1 (Ed25519), field 2 (key) of 32 bytes.
   */
  private static final byte[] PREFIX = {0x00, 0x24, 0x08, 0x01, 0x12, 0x20};

  private PeerId() {}

  public static String ofKey(byte[] publicKey) {
    return Base58.encode(bytesOfKey(publicKey));
  }

  public static byte[] bytesOfKey(byte[] publicKey) {
    byte[] bytes = Arrays.copyOf(PREFIX, PREFIX.length + 32);
    System.arraycopy(publicKey, 0, bytes, PREFIX.length, 32);
    return bytes;
  }

  public static String print(byte[] bytes) {
    return Base58.encode(bytes);
  }

  /** The message of the {@link IllegalArgumentException} is libp2p's. */
  public static byte[] parse(String text) {
    byte[] bytes;
    try {
      bytes = Base58.decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "failed to parse peer ID: invalid cid: selected encoding not supported", e);
    }
    if (bytes.length != PREFIX.length + 32 && bytes.length != 34) {
      throw new IllegalArgumentException("failed to parse peer ID: invalid cid: cid too short");
    }
    return bytes;
  }
}
