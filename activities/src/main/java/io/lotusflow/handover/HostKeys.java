package io.lotusflow.handover;

import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import io.lotusflow.run.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** This host's key pair, and the public keys by which it knows other hosts. */
final class HostKeys {
  private final Home home;

  HostKeys(Home home) {
    this.home = home;
  }

  boolean isMade() {
    return Files.exists(home.hostKey());
  }

  /** Made with the first call; many may ask at once, and all get the same. */
  KeyPair ours() {
    Path file = home.hostKey();
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      byte[] encoded = Base64.getDecoder().decode(Files.readString(file).strip());
      PrivateKey key =
          KeyFactory.getInstance("X25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new KeyPair(SealedBox.publicKey(key), key);
    } catch (IOException | IllegalArgumentException | GeneralSecurityException unreadable) {
      // Never what was read: it may be most of the key.
      throw HandOverProblem.HOST_KEY_UNREADABLE.because(
          file, unreadable.getClass().getSimpleName());
    }
  }

  private static void make(Path file) throws IOException {
    byte[] encoded = SealedBox.newPair().getPrivate().getEncoded();
    try {
      SecretFile.write(file, Base64.getEncoder().encodeToString(encoded) + '\n', false);
    } catch (FileAlreadyExistsException another) {
      // Made meanwhile by another step of this host.
    }
  }

  /** Whether that host has told its key before. */
  boolean knows(HostId host) {
    return Files.exists(home.knownHosts().resolve(host.value()));
  }

  /**
   * The key that a host tells, if it is the one that it told the first time.
   *
   * @throws GeneralSecurityException if it is no key
   */
  PublicKey known(HostId host, String told) throws GeneralSecurityException {
    PublicKey key = SealedBox.publicKey(told);
    Path file = home.knownHosts().resolve(host.value());
    try {
      if (!Files.exists(file)) {
        remember(file, told);
      }
      if (!Files.readString(file).strip().equals(told)) {
        throw HandOverProblem.HOST_KEY_CHANGED.because(host, file);
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remember(Path file, String told) throws IOException {
    try {
      SecretFile.write(file, told + '\n', false);
    } catch (FileAlreadyExistsException another) {
      // Looked at by the caller like any other.
    }
  }
}
