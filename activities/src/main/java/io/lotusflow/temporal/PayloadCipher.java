package io.lotusflow.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lotusflow.temporal.PayloadKeyProblem.Kind;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts payloads, whole with their metadata, with AES-256-GCM. The data is a nonce of 96 random
 * bits, the encrypted payload and a tag of 128 bits; encoding and key id are in plain text beside
 * it and bound to it. What was not encrypted passes as it is: histories from before go on.
 */
public final class PayloadCipher implements PayloadCodec {

  /** Metadata of a payload. */
  static final String KEY_ID = "encryption-key-id";

  private static final String ENCODING = "encoding";
  private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final PayloadKeyFile file;

  public PayloadCipher(PayloadKeyFile file) {
    this.file = file;
  }

  /** Whether what is written now is encrypted. */
  boolean encrypts() {
    return !file.keys().isEmpty();
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    List<PayloadKey> keys = file.keys();
    return keys.isEmpty()
        ? payloads
        : payloads.stream().map(payload -> encrypted(payload, keys.get(0))).toList();
  }

  /**
   * @throws PayloadKeyProblem naming key and file, if one of them cannot be read
   */
  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::readable).toList();
  }

  Payload readable(Payload payload) {
    return isEncrypted(payload) ? decrypted(payload) : payload;
  }

  static boolean isEncrypted(Payload payload) {
    return ENCRYPTED.equals(payload.getMetadataMap().get(ENCODING));
  }

  private Payload encrypted(Payload plain, PayloadKey key) {
    byte[] nonce = PayloadKey.randomBytes(NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      byte[] sealed = cipher.doFinal(plain.toByteArray());
      return Payload.newBuilder()
          .putMetadata(ENCODING, ENCRYPTED)
          .putMetadata(KEY_ID, ByteString.copyFromUtf8(key.id()))
          .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(sealed)))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work here", e);
    }
  }

  private Payload decrypted(Payload payload) {
    String id = payload.getMetadataOrDefault(KEY_ID, ByteString.EMPTY).toStringUtf8();
    PayloadKey key =
        file.keys().stream()
            .filter(known -> known.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new PayloadKeyProblem(Kind.NO_KEY, file.path(), id));
    ByteString data = payload.getData();
    if (data.size() < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      throw new PayloadKeyProblem(Kind.WRONG_KEY, file.path(), id);
    }
    try {
      byte[] nonce = data.substring(0, NONCE_BYTES).toByteArray();
      byte[] sealed = data.substring(NONCE_BYTES).toByteArray();
      return Payload.parseFrom(cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed));
    } catch (AEADBadTagException | InvalidProtocolBufferException otherKeyOrChanged) {
      throw new PayloadKeyProblem(Kind.WRONG_KEY, file.path(), id);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM does not work here", e);
    }
  }

  private static Cipher cipher(int mode, PayloadKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
    String bound = ENCRYPTED.toStringUtf8() + '\0' + key.id();
    cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
