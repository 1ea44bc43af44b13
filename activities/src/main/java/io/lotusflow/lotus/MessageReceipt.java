package io.lotusflow.lotus;

import java.util.Base64;

/**
 * What became of a message.
 *
 * @param message the message that was executed: another one if it was replaced
 * @param returned base64 of its CBOR return value; empty if none
 */
public record MessageReceipt(String message, long exitCode, String returned, long height) {
  public boolean succeeded() {
    return exitCode == 0;
  }

  /**
   * The id address of the actor that a {@code CreateMiner} message made.
   *
   * @param network {@code f} or {@code t}
   */
  public String createdActor(char network) {
    byte[] cbor = Base64.getDecoder().decode(returned);
    // An array of two byte strings: id address and robust address. The first is protocol 0, then
    // the number as unsigned LEB128.
    if (cbor.length < 4 || cbor[0] != (byte) 0x82 || (cbor[1] & 0xe0) != 0x40 || cbor[2] != 0) {
      throw new IllegalArgumentException("not what CreateMiner returns: " + returned);
    }
    int length = cbor[1] & 0x1f;
    long id = 0;
    for (int i = 1; i < length; i++) {
      id |= (long) (cbor[2 + i] & 0x7f) << (7 * (i - 1));
    }
    return network + "0" + id;
  }
}
