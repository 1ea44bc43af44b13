package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.Message;
import io.lotusflow.rehearsal.suite.chain.Signature;
import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.repo.Keystore;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Blake2b;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's keys. No curve is computed here: public keys and signatures are hashes of the
 * private key, so an exported key gives the same address wherever it is imported, and nobody can
 * check a signature.
 */
final class Wallet {
  private static final String PREFIX = "wallet-";
  private static final String DEFAULT = "default";
  private static final int SECP256K1 = 1;
  private static final int BLS = 2;

  private final Keystore keystore;

  Wallet(Keystore keystore) {
    this.keystore = keystore;
  }

  /** Makes a key; the first one becomes the default. */
  Address create(String type) throws IOException, RpcException {
    if (!type.equals("bls") && !type.equals("secp256k1")) {
      throw new RpcException("unknown sig type: " + type);
    }
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    Keystore.Key key = new Keystore.Key(type, Base64.getEncoder().encodeToString(secret));
    Address address = addressOf(key);
    keystore.put(PREFIX + address, key);
    if (keystore.get(DEFAULT).isEmpty()) {
      keystore.put(DEFAULT, key);
    }
    return address;
  }

  Address importKey(Keystore.Key key) throws IOException, RpcException {
    if (!key.type().equals("bls") && !key.type().equals("secp256k1")) {
      throw new RpcException("failed to make key: unsupported key type: " + key.type());
    }
    Address address = addressOf(key);
    if (has(address)) {
      String name = PREFIX + address;
      throw new RpcException(
          "saving to keystore: checking key before put '" + name + "': key already exists");
    }
    keystore.put(PREFIX + address, key);
    return address;
  }

  private static Address addressOf(Keystore.Key key) {
    if (!key.type().equals("bls")) {
      return Address.ofSecp256k1(Blake2b.hash(64, key.bytes()));
    }
    byte[] publicKey = Blake2b.hash(48, key.bytes());
    return Address.ofBls(publicKey);
  }

  List<Address> list() throws IOException {
    List<Address> addresses = new ArrayList<>();
    for (String name : keystore.names()) {
      if (name.startsWith(PREFIX)) {
        addresses.add(Address.parse(name.substring(PREFIX.length())));
      }
    }
    return addresses;
  }

  boolean has(Address address) throws IOException {
    return keystore.get(PREFIX + address).isPresent();
  }

  Keystore.Key export(Address address) throws IOException, RpcException {
    return keystore
        .get(PREFIX + address)
        .orElseThrow(
            () -> new RpcException("failed to find key to export: " + notFound(PREFIX + address)));
  }

  /** Moves the key out of sight, as Lotus does, rather than destroying it. */
  void delete(Address address) throws IOException, RpcException {
    Keystore.Key key = export(address);
    keystore.put("trash-" + address, key);
    keystore.delete(PREFIX + address);
    Optional<Keystore.Key> standard = keystore.get(DEFAULT);
    if (standard.isPresent() && standard.get().equals(key)) {
      keystore.delete(DEFAULT);
    }
  }

  Address defaultAddress() throws IOException, RpcException {
    return addressOf(
        keystore
            .get(DEFAULT)
            .orElseThrow(
                () -> new RpcException("failed to get default key: " + notFound(DEFAULT))));
  }

  void setDefault(Address address) throws IOException, RpcException {
    String name = PREFIX + address;
    keystore.put(DEFAULT, keystore.get(name).orElseThrow(() -> new RpcException(notFound(name))));
  }

  private static String notFound(String name) {
    return "opening key '" + name + "': key info not found";
  }

  SignedMessage sign(Message message, Address key) throws IOException, RpcException {
    return new SignedMessage(message, sign(message.cid().bytes(), key));
  }

  /** Of any bytes; of a message those of its name are signed. */
  Signature sign(byte[] bytes, Address key) throws IOException, RpcException {
    Keystore.Key secret =
        keystore
            .get(PREFIX + key)
            .orElseThrow(
                () ->
                    new RpcException(
                        "mpool push: failed to sign message: signing using key '"
                            + key
                            + "': key not found"));
    byte[] first = Blake2b.hash(64, concat(secret.bytes(), bytes));
    byte[] second = Blake2b.hash(64, first);
    byte[] both = concat(first, second);
    boolean bls = key.isBls();
    String data = Base64.getEncoder().encodeToString(Arrays.copyOf(both, bls ? 96 : 65));
    return new Signature(bls ? BLS : SECP256K1, data);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
