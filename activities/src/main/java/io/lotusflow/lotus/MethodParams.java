package io.lotusflow.lotus;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Methods of a miner actor, with their parameters in CBOR. Numbers as in the builtin actors. */
public final class MethodParams {

  /** Replaces the control addresses, and proposes a worker if it is another one. */
  public static final long CHANGE_WORKER = 3;

  public static final long CHANGE_PEER_ID = 4;
  public static final long WITHDRAW = 16;
  public static final long CHANGE_MULTIADDRS = 18;

  /** Makes the worker that was proposed the worker; without parameters. */
  public static final long CONFIRM_WORKER = 21;

  private static final CBORFactory CBOR = new CBORFactory();

  private MethodParams() {}

  /** Of {@link #CHANGE_WORKER}. */
  public static byte[] changeWorker(String worker, List<String> controls) {
    return written(
        cbor -> {
          cbor.writeStartArray(null, 2);
          cbor.writeBinary(new FilAddress(worker).bytes());
          cbor.writeStartArray(null, controls.size());
          for (String control : controls) {
            cbor.writeBinary(new FilAddress(control).bytes());
          }
          cbor.writeEndArray();
          cbor.writeEndArray();
        });
  }

  /** Of {@link #WITHDRAW}. */
  public static byte[] withdraw(AttoFil amount) {
    return written(
        cbor -> {
          cbor.writeStartArray(null, 1);
          cbor.writeBinary(amount(amount));
          cbor.writeEndArray();
        });
  }

  /** Of {@link #CHANGE_PEER_ID}. */
  public static byte[] peerId(byte[] id) {
    return written(
        cbor -> {
          cbor.writeStartArray(null, 1);
          cbor.writeBinary(id);
          cbor.writeEndArray();
        });
  }

  /** Of {@link #CHANGE_MULTIADDRS}. */
  public static byte[] multiaddrs(List<Multiaddr> addresses) {
    return written(
        cbor -> {
          cbor.writeStartArray(null, 1);
          cbor.writeStartArray(null, addresses.size());
          for (Multiaddr address : addresses) {
            cbor.writeBinary(address.bytes());
          }
          cbor.writeEndArray();
          cbor.writeEndArray();
        });
  }

  /** Zero is nothing at all, else a sign (0 = plus) and the bytes, highest first. */
  static byte[] amount(AttoFil amount) {
    if (amount.equals(AttoFil.ZERO)) {
      return new byte[0];
    }
    byte[] magnitude = amount.atto().toByteArray();
    int leading = magnitude[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[magnitude.length - leading + 1];
    System.arraycopy(magnitude, leading, bytes, 1, magnitude.length - leading);
    return bytes;
  }

  private interface Writing {
    void to(CBORGenerator cbor) throws IOException;
  }

  private static byte[] written(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator cbor = CBOR.createGenerator(bytes)) {
      writing.to(cbor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
