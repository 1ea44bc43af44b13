package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.math.BigInteger;
import java.util.Optional;

/**
 * An actor of the state.
 *
 * @param code the actor's kind as Lotus names it, such as {@code account} or {@code storageminer}
 * @param robust its key or actor address
 */
public record Actor(
    long id,
    String code,
    Optional<Address> robust,
    long nonce,
    BigInteger balance,
    Optional<MinerInfo> miner) {
  static final String ACCOUNT = "account";
  static final String MINER = "storageminer";

  static Actor account(long id, Address key, BigInteger balance) {
    return new Actor(id, ACCOUNT, Optional.of(key), 0, balance, Optional.empty());
  }

  static Actor system(long id, String code) {
    return new Actor(id, code, Optional.empty(), 0, BigInteger.ZERO, Optional.empty());
  }

  static Actor miner(long id, Address robust, BigInteger balance, MinerInfo info) {
    return new Actor(id, MINER, Optional.of(robust), 0, balance, Optional.of(info));
  }

  public Address idAddress() {
    return Address.ofId(id);
  }

  public boolean isAccount() {
    return code.equals(ACCOUNT);
  }

  Actor plus(BigInteger amount) {
    return new Actor(id, code, robust, nonce, balance.add(amount), miner);
  }

  Actor nextNonce() {
    return new Actor(id, code, robust, nonce + 1, balance, miner);
  }

  Actor with(MinerInfo info) {
    return new Actor(id, code, robust, nonce, balance, Optional.of(info));
  }

  void write(CborWriter cbor) {
    cbor.array(6).integer(id).text(code).address(robust).integer(nonce).amount(balance);
    if (miner.isPresent()) {
      miner.get().write(cbor);
    } else {
      cbor.nothing();
    }
  }

  static Actor read(CborReader cbor) {
    cbor.tuple(6);
    return new Actor(
        cbor.integer(),
        cbor.text(),
        cbor.optionalAddress(),
        cbor.integer(),
        cbor.amount(),
        cbor.nothing() ? Optional.empty() : Optional.of(MinerInfo.read(cbor)));
  }
}
