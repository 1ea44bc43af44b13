package io.lotusflow.rehearsal.suite.repo;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * By which a node is known in the peer-to-peer network, written as libp2p writes it: private half,
 * then public half. Both are random here, as nothing is signed with them; but only the public one
 * is told to others.
 */
public final class Libp2pKey {

  private static final String NAME = "libp2p-host";

  /** Ed25519, 64 bytes. */
  private static final byte[] BEGIN = {8, 1, 0x12, 0x40};

  private static final int HALF = 32;

  private Libp2pKey() {}

  /** Of the key in the keystore, which is made if there is none. */
  public static byte[] publicHalf(Keystore keystore) throws IOException {
    Optional<Keystore.Key> known = keystore.get(NAME);
    byte[] key = known.isPresent() ? known.get().bytes() : fresh(keystore);
    return Arrays.copyOfRange(key, key.length - HALF, key.length);
  }

  private static byte[] fresh(Keystore keystore) throws IOException {
    byte[] halves = new byte[2 * HALF];
    new SecureRandom().nextBytes(halves);
    byte[] key = Arrays.copyOf(BEGIN, BEGIN.length + halves.length);
    System.arraycopy(halves, 0, key, BEGIN.length, halves.length);
    keystore.put(NAME, new Keystore.Key(NAME, Base64.getEncoder().encodeToString(key)));
    return key;
  }
}
