package io.lotusflow.lotus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A signature of a message.
 *
 * @param type 1 secp256k1, 2 BLS
 * @param data base64
 */
public record MessageSignature(@JsonProperty("Type") int type, @JsonProperty("Data") String data) {

  private static final int BLS = 2;

  /** Whether a BLS key made it. */
  @JsonIgnore
  public boolean isBls() {
    return type == BLS;
  }

  /** As in CBOR: the type, then the signature. */
  byte[] bytes() {
    byte[] signature = Base64.getDecoder().decode(data);
    byte[] bytes = new byte[signature.length + 1];
    bytes[0] = (byte) type;
    System.arraycopy(signature, 0, bytes, 1, signature.length);
    return bytes;
  }

  /**
   * Reads what {@code lotus wallet sign} prints: the type in one byte, then the signature, in hex.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static MessageSignature ofHex(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.strip());
    if (bytes.length < 2 || (bytes[0] != 1 && bytes[0] != BLS)) {
      throw new IllegalArgumentException("not what lotus wallet sign prints");
    }
    byte[] data = new byte[bytes.length - 1];
    System.arraycopy(bytes, 1, data, 0, data.length);
    return new MessageSignature(bytes[0], Base64.getEncoder().encodeToString(data));
  }
}
