package io.lotusflow.rehearsal.suite.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link CborWriter} writes; anything else is a {@link CborException}, as in Go's
 * generated decoders.
 */
public final class CborReader {
  private final byte[] data;
  private int at;

  public CborReader(byte[] data) {
    this.data = data;
  }

  /** The data is not the tuple that was expected. */
  public static final class CborException extends RuntimeException {
    CborException(String message) {
      super(message);
    }
  }

  public int array() {
    return (int) head(4, "cbor input should be of type array");
  }

  /** Reads the start of a tuple and holds it to its number of fields. */
  public void tuple(int fields) {
    if (array() != fields) {
      throw new CborException("cbor input had wrong number of fields");
    }
  }

  public int map() {
    return (int) head(5, "cbor input should be of type map");
  }

  public long integer() {
    int major = peekMajor();
    if (major == 1) {
      return -1 - head(1, "");
    }
    return head(0, "wrong type for int64 field: " + major);
  }

  public byte[] bytes() {
    int length = (int) head(2, "expected byte array");
    return take(length);
  }

  public String text() {
    int length = (int) head(3, "expected cbor type 'text string' in input");
    return new String(take(length), StandardCharsets.UTF_8);
  }

  /** Skips a null if one stands here. */
  public boolean nothing() {
    if (at < data.length && (data[at] & 0xff) == 0xf6) {
      at++;
      return true;
    }
    return false;
  }

  public Cid link() {
    if (head(6, "expected tag 42") != 42) {
      throw new CborException("expected tag 42");
    }
    byte[] withPrefix = bytes();
    return Cid.ofBytes(Arrays.copyOfRange(withPrefix, 1, withPrefix.length));
  }

  public List<Cid> links() {
    int count = array();
    List<Cid> cids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cids.add(link());
    }
    return cids;
  }

  public BigInteger amount() {
    byte[] signed = bytes();
    if (signed.length == 0) {
      return BigInteger.ZERO;
    }
    BigInteger magnitude = new BigInteger(1, Arrays.copyOfRange(signed, 1, signed.length));
    return signed[0] == 1 ? magnitude.negate() : magnitude;
  }

  public Address address() {
    return Address.ofBytes(bytes());
  }

  public Optional<Address> optionalAddress() {
    byte[] bytes = bytes();
    return bytes.length == 0 ? Optional.empty() : Optional.of(Address.ofBytes(bytes));
  }

  private int peekMajor() {
    if (at >= data.length) {
      throw new CborException("EOF");
    }
    return (data[at] & 0xff) >> 5;
  }

  private long head(int major, String otherwise) {
    if (peekMajor() != major) {
      throw new CborException(otherwise);
    }
    int info = data[at++] & 0x1f;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new CborException("invalid header: (" + major + "," + info + ")");
    }
    long value = 0;
    for (byte b : take(1 << (info - 24))) {
      value = (value << 8) | (b & 0xff);
    }
    return value;
  }

  private byte[] take(int length) {
    if (length < 0 || length > data.length - at) {
      throw new CborException("unexpected EOF");
    }
    byte[] taken = Arrays.copyOfRange(data, at, at + length);
    at += length;
    return taken;
  }
}
