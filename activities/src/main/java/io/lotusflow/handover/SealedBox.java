package io.lotusflow.handover;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sealed for the holder of one X25519 key, by anybody who knows its public half: a key pair for
 * this box alone, HKDF-SHA256 over what both halves agree on, AES-256-GCM.
 */
final class SealedBox {
  private static final String CURVE = "X25519";
  private static final byte[] PURPOSE = "lotusflow hand-over 1".getBytes(StandardCharsets.UTF_8);
  private static final int TAG_BITS = 128;

  /** A key is used for one box and never again, so its nonce may be any. */
  private static final byte[] NONCE = new byte[12];

  private SealedBox() {}

  static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance(CURVE).generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Base64 of its encoding, one line. */
  static String written(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** Of {@link #written}. */
  static PublicKey publicKey(String written) throws GeneralSecurityException {
    byte[] encoded = decode(written);
    return KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(encoded));
  }

  /** The half that goes with a private key: what it makes of the curve's base point. */
  static PublicKey publicKey(PrivateKey key) throws GeneralSecurityException {
    KeyFactory keys = KeyFactory.getInstance(CURVE);
    byte[] point = agreed(key, keys.generatePublic(point(BigInteger.valueOf(9))));
    return keys.generatePublic(point(littleEndian(point)));
  }

  private static XECPublicKeySpec point(BigInteger u) {
    return new XECPublicKeySpec(NamedParameterSpec.X25519, u);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, turned);
  }

  /**
   * Seals it.
   *
   * @param about what it is for; the box opens for nothing else
   * @throws GeneralSecurityException if the key is none that may be used
   */
  static String seal(String secret, PublicKey to, String about) throws GeneralSecurityException {
    KeyPair once = newPair();
    SecretKey key = key(agreed(once.getPrivate(), to), once.getPublic(), to);
    byte[] sealed =
        cipher(Cipher.ENCRYPT_MODE, key, about).doFinal(secret.getBytes(StandardCharsets.UTF_8));
    byte[] half = once.getPublic().getEncoded();
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(1 + half.length + sealed.length)
                .put((byte) half.length)
                .put(half)
                .put(sealed)
                .array());
  }

  /**
   * Opens it.
   *
   * @throws GeneralSecurityException if it is not for this key, or not about that, or was changed
   */
  static String open(String box, KeyPair ours, String about) throws GeneralSecurityException {
    ByteBuffer bytes = ByteBuffer.wrap(decode(box));
    if (!bytes.hasRemaining() || bytes.remaining() <= Byte.toUnsignedInt(bytes.get(0))) {
      throw new GeneralSecurityException("it is too short");
    }
    byte[] half = new byte[Byte.toUnsignedInt(bytes.get())];
    bytes.get(half);
    byte[] sealed = new byte[bytes.remaining()];
    bytes.get(sealed);
    PublicKey once = KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(half));
    SecretKey key = key(agreed(ours.getPrivate(), once), once, ours.getPublic());
    byte[] secret = cipher(Cipher.DECRYPT_MODE, key, about).doFinal(sealed);
    return new String(secret, StandardCharsets.UTF_8);
  }

  private static byte[] decode(String base64) throws GeneralSecurityException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException noBase64) {
      throw new GeneralSecurityException("it is no Base64", noBase64);
    }
  }

  /** Refuses, as the JDK does, points that give everybody the same secret. */
  private static byte[] agreed(PrivateKey ours, PublicKey theirs) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(CURVE);
    agreement.init(ours);
    agreement.doPhase(theirs, true);
    return agreement.generateSecret();
  }

  /** RFC 5869 with one block of output; bound to both public halves. */
  private static SecretKey key(byte[] agreed, PublicKey once, PublicKey to)
      throws GeneralSecurityException {
    Mac extract = hmac(PURPOSE);
    Mac expand = hmac(extract.doFinal(agreed));
    expand.update(once.getEncoded());
    expand.update(to.getEncoded());
    expand.update((byte) 1);
    return new SecretKeySpec(expand.doFinal(), "AES");
  }

  private static Mac hmac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac;
  }

  private static Cipher cipher(int mode, SecretKey key, String about)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, NONCE));
    cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
