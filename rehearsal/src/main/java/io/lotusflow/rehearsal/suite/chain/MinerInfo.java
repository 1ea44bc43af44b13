package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the chain keeps about a miner.
 *
 * @param peerId Base64 of the peer id's bytes, empty if none was announced
 * @param multiaddrs Base64 each
 * @param periodStart the epoch at which its proving period began
 * @param locked attoFIL of the creation deposit, which vests
 * @param sectors what it has to prove
 * @param precommits sectors that are promised, each with the epoch of its promise
 */
public record MinerInfo(
    MinerKeys keys,
    String peerId,
    List<String> multiaddrs,
    long sectorSize,
    long periodStart,
    BigInteger locked,
    MinerSectors sectors,
    Map<Long, Long> precommits) {
  private static final int BEFORE_SECTORS = 8;
  private static final int BEFORE_PRECOMMITS = 9;
  private static final int BEFORE_CHANGES = 10;
  private static final int FIELDS = 12;

  public MinerInfo {
    multiaddrs = List.copyOf(multiaddrs);
    precommits = Collections.unmodifiableMap(new TreeMap<>(precommits));
  }

  public Address owner() {
    return keys.owner();
  }

  public Address worker() {
    return keys.worker();
  }

  public List<Address> controls() {
    return keys.controls();
  }

  MinerInfo withPeerId(byte[] id) {
    String encoded = Base64.getEncoder().encodeToString(id);
    return new MinerInfo(
        keys, encoded, multiaddrs, sectorSize, periodStart, locked, sectors, precommits);
  }

  MinerInfo withMultiaddrs(List<String> addresses) {
    return new MinerInfo(
        keys, peerId, addresses, sectorSize, periodStart, locked, sectors, precommits);
  }

  MinerInfo withKeys(MinerKeys others) {
    return new MinerInfo(
        others, peerId, multiaddrs, sectorSize, periodStart, locked, sectors, precommits);
  }

  MinerInfo withSectors(MinerSectors others) {
    return new MinerInfo(
        keys, peerId, multiaddrs, sectorSize, periodStart, locked, others, precommits);
  }

  MinerInfo withPrecommits(Map<Long, Long> others, BigInteger nowLocked) {
    return new MinerInfo(
        keys, peerId, multiaddrs, sectorSize, periodStart, nowLocked, sectors, others);
  }

  /** No more than there is, so that a daemon of an older suite that still runs can read it. */
  void write(CborWriter cbor) {
    boolean changes = keys.newWorker().isPresent();
    boolean promises = changes || !precommits.isEmpty();
    cbor.array(changes ? FIELDS : promises ? BEFORE_CHANGES : BEFORE_PRECOMMITS)
        .address(keys.owner())
        .address(keys.worker())
        .array(keys.controls().size());
    for (Address control : keys.controls()) {
      cbor.address(control);
    }
    cbor.bytes(Base64.getDecoder().decode(peerId));
    writeMultiaddrs(cbor, multiaddrs);
    cbor.integer(sectorSize).integer(periodStart).amount(locked);
    sectors.write(cbor);
    if (promises) {
      cbor.array(precommits.size());
      precommits.forEach((number, epoch) -> cbor.array(2).integer(number).integer(epoch));
    }
    if (changes) {
      cbor.address(keys.newWorker().get()).integer(keys.changeEpoch());
    }
  }

  private static Map<Long, Long> readPrecommits(CborReader cbor) {
    int count = cbor.array();
    Map<Long, Long> precommits = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      cbor.tuple(2);
      precommits.put(cbor.integer(), cbor.integer());
    }
    return precommits;
  }

  static void writeMultiaddrs(CborWriter cbor, List<String> multiaddrs) {
    cbor.array(multiaddrs.size());
    for (String multiaddr : multiaddrs) {
      cbor.bytes(Base64.getDecoder().decode(multiaddr));
    }
  }

  static MinerInfo read(CborReader cbor) {
    int fields = cbor.array();
    MinerKeys keys = MinerKeys.of(cbor.address(), cbor.address(), readAddresses(cbor));
    MinerInfo info =
        new MinerInfo(
            keys,
            Base64.getEncoder().encodeToString(cbor.bytes()),
            readMultiaddrs(cbor),
            cbor.integer(),
            cbor.integer(),
            cbor.amount(),
            fields > BEFORE_SECTORS ? MinerSectors.read(cbor) : MinerSectors.NONE,
            fields > BEFORE_PRECOMMITS ? readPrecommits(cbor) : Map.of());
    return fields > BEFORE_CHANGES ? info.withKeys(readChange(keys, cbor)) : info;
  }

  private static MinerKeys readChange(MinerKeys keys, CborReader cbor) {
    return new MinerKeys(
        keys.owner(), keys.worker(), keys.controls(), Optional.of(cbor.address()), cbor.integer());
  }

  static List<Address> readAddresses(CborReader cbor) {
    int count = cbor.array();
    List<Address> addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      addresses.add(cbor.address());
    }
    return addresses;
  }

  static List<String> readMultiaddrs(CborReader cbor) {
    int count = cbor.array();
    List<String> multiaddrs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      multiaddrs.add(Base64.getEncoder().encodeToString(cbor.bytes()));
    }
    return multiaddrs;
  }
}
