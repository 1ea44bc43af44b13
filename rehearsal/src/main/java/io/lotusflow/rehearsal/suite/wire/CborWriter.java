package io.lotusflow.rehearsal.suite.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes the subset of DAG-CBOR that Filecoin's tuples need, always in the shortest form. */
public final class CborWriter {
  private static final int LINK_TAG = 42;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  public CborWriter array(int length) {
    return head(4, length);
  }

  public CborWriter map(int length) {
    return head(5, length);
  }

  public CborWriter integer(long value) {
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  }

  public CborWriter bytes(byte[] value) {
    head(2, value.length);
    out.writeBytes(value);
    return this;
  }

  public CborWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    head(3, utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  public CborWriter nothing() {
    out.write(0xf6);
    return this;
  }

  public CborWriter link(Cid cid) {
    head(6, LINK_TAG);
    byte[] withPrefix = new byte[Cid.LENGTH + 1];
    System.arraycopy(cid.bytes(), 0, withPrefix, 1, Cid.LENGTH);
    return bytes(withPrefix);
  }

  public CborWriter links(List<Cid> cids) {
    array(cids.size());
    for (Cid cid : cids) {
      link(cid);
    }
    return this;
  }

  /** Amounts are a sign byte and the magnitude; zero has no byte at all. */
  public CborWriter amount(BigInteger value) {
    if (value.signum() == 0) {
      return bytes(new byte[0]);
    }
    byte[] magnitude = value.abs().toByteArray();
    int skip = magnitude[0] == 0 ? 1 : 0;
    byte[] signed = new byte[magnitude.length - skip + 1];
    signed[0] = (byte) (value.signum() < 0 ? 1 : 0);
    System.arraycopy(magnitude, skip, signed, 1, magnitude.length - skip);
    return bytes(signed);
  }

  public CborWriter address(Address address) {
    return bytes(address.bytes());
  }

  public CborWriter address(Optional<Address> address) {
    return address.isPresent() ? address(address.get()) : bytes(new byte[0]);
  }

  /** Adds what is CBOR already. */
  public CborWriter raw(byte[] cbor) {
    out.writeBytes(cbor);
    return this;
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }

  private CborWriter head(int major, long value) {
    int type = major << 5;
    if (value < 24) {
      out.write(type | (int) value);
    } else if (value < 0x100) {
      out.write(type | 24);
      bigEndian(value, 1);
    } else if (value < 0x10000) {
      out.write(type | 25);
      bigEndian(value, 2);
    } else if (value < 0x100000000L) {
      out.write(type | 26);
      bigEndian(value, 4);
    } else {
      out.write(type | 27);
      bigEndian(value, 8);
    }
    return this;
  }

  private void bigEndian(long value, int length) {
    for (int i = length - 1; i >= 0; i--) {
      out.write((int) (value >>> (8 * i)));
    }
  }
}
