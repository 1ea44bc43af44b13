package io.lotusflow.car;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** Writes CARs byte by byte, from the formats' descriptions; shares nothing with what it tests. */
final class TestCar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static byte[] varint(long number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long rest = number;
    while (rest >= 0x80) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return bytes.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** CID version 1. */
  static byte[] cid(int codec, long hash, byte[] digest) {
    return join(varint(1), varint(codec), varint(hash), varint(digest.length), digest);
  }

  /** DAG-CBOR under BLAKE2b-256, as Filecoin's blocks. */
  static byte[] cidOf(byte[] data) {
    return cid(0x71, 0xb220, blake2b(data));
  }

  static byte[] blake2b(byte[] data) {
    Blake2bDigest blake = new Blake2bDigest(256);
    blake.update(data, 0, data.length);
    byte[] digest = new byte[32];
    blake.doFinal(digest, 0);
    return digest;
  }

  static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static byte[] cborHead(int major, long argument) {
    int type = major << 5;
    if (argument < 24) {
      return new byte[] {(byte) (type | argument)};
    }
    if (argument < 0x100) {
      return new byte[] {(byte) (type | 24), (byte) argument};
    }
    byte[] head = new byte[9];
    head[0] = (byte) (type | 27);
    for (int i = 0; i < 8; i++) {
      head[1 + i] = (byte) (argument >>> (56 - 8 * i));
    }
    return head;
  }

  static byte[] cborBytes(byte[] data) {
    return join(cborHead(2, data.length), data);
  }

  static byte[] cborText(String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return join(cborHead(3, data.length), data);
  }

  static byte[] link(byte[] cid) {
    return join(cborHead(6, 42), cborBytes(join(new byte[1], cid)));
  }

  static byte[] links(List<byte[]> cids) {
    return join(
        cborHead(4, cids.size()), join(cids.stream().map(TestCar::link).toArray(byte[][]::new)));
  }

  TestCar header(List<byte[]> roots) {
    byte[] header =
        join(cborHead(5, 2), cborText("roots"), links(roots), cborText("version"), cborHead(0, 1));
    out.writeBytes(join(varint(header.length), header));
    return this;
  }

  /** A block under a CID that may be a lie. */
  TestCar block(byte[] cid, byte[] data) {
    out.writeBytes(varint((long) cid.length + data.length));
    out.writeBytes(cid);
    out.writeBytes(data);
    return this;
  }

  TestCar block(byte[] data) {
    return block(cidOf(data), data);
  }

  int size() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
