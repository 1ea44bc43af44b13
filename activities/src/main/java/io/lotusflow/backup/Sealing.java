package io.lotusflow.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts files with AES-256-GCM, under a key from a passphrase (PBKDF2 with HMAC-SHA-256). A file
 * is a random prefix and chunks, each with its length before it; each is bound to the file's path,
 * its place, and whether it is the last one, so that nothing can be cut off, swapped or renamed.
 */
final class Sealing {
  private static final int ITERATIONS = 600_000;
  private static final int KEY_BITS = 256;
  private static final int TAG_BITS = 128;
  private static final int PREFIX = 8;
  private static final int CHUNK = 1 << 20;
  private static final int SALT = 16;

  private final SecretKeySpec key;

  /** What is behind an encrypted file cannot be read with this passphrase. */
  static final class Locked extends IOException {
    private static final long serialVersionUID = 1;

    Locked(GeneralSecurityException why) {
      super(why);
    }
  }

  private Sealing(SecretKeySpec key) {
    this.key = key;
  }

  static String newSalt() {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return HexFormat.of().formatHex(salt);
  }

  /** Takes about half a second. The passphrase is wiped. */
  static Sealing with(char[] passphrase, String salt) {
    PBEKeySpec spec =
        new PBEKeySpec(passphrase, HexFormat.of().parseHex(salt), ITERATIONS, KEY_BITS);
    try {
      byte[] derived =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return new Sealing(new SecretKeySpec(derived, "AES"));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    } finally {
      spec.clearPassword();
      Arrays.fill(passphrase, ' ');
    }
  }

  void seal(String path, InputStream plain, OutputStream sealed) throws IOException {
    byte[] prefix = new byte[PREFIX];
    new SecureRandom().nextBytes(prefix);
    DataOutputStream out = new DataOutputStream(sealed);
    out.write(prefix);
    byte[] chunk = plain.readNBytes(CHUNK);
    for (int place = 0; ; place++) {
      byte[] next = plain.readNBytes(CHUNK);
      boolean last = next.length == 0;
      byte[] bytes = crypt(Cipher.ENCRYPT_MODE, path, prefix, place, last, chunk);
      out.writeInt(bytes.length);
      out.write(bytes);
      Arrays.fill(chunk, (byte) 0);
      if (last) {
        out.flush();
        return;
      }
      chunk = next;
    }
  }

  /**
   * @throws Locked if the passphrase is another one, or the file was changed
   */
  void open(String path, InputStream sealed, OutputStream plain) throws IOException {
    DataInputStream in = new DataInputStream(sealed);
    byte[] prefix = in.readNBytes(PREFIX);
    byte[] chunk = chunk(in);
    for (int place = 0; ; place++) {
      byte[] next = chunk(in);
      boolean last = next.length == 0;
      plain.write(crypt(Cipher.DECRYPT_MODE, path, prefix, place, last, chunk));
      if (last) {
        return;
      }
      chunk = next;
    }
  }

  private static byte[] chunk(DataInputStream in) throws IOException {
    byte[] length = in.readNBytes(Integer.BYTES);
    if (length.length < Integer.BYTES) {
      return new byte[0];
    }
    int bytes = ByteBuffer.wrap(length).getInt();
    if (bytes < 0 || bytes > CHUNK + TAG_BITS / 8) {
      throw new IOException("no chunk is of " + bytes + " bytes");
    }
    return in.readNBytes(bytes);
  }

  private byte[] crypt(int mode, String path, byte[] prefix, int place, boolean last, byte[] bytes)
      throws IOException {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] nonce = ByteBuffer.allocate(PREFIX + Integer.BYTES).put(prefix).putInt(place).array();
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD((path + (last ? "\0last" : "\0more")).getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException locked) {
      throw new Locked(locked);
    }
  }
}
