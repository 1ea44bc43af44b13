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
    Address owner,
    Address worker,
    List<Address> controls,
    String peerId,
    List<String> multiaddrs,
    long sectorSize,
    long periodStart,
    BigInteger locked,
    MinerSectors sectors,
    Map<Long, Long> precommits) {
  private static final int BEFORE_SECTORS = 8;
  private static final int FIELDS = 10;

  public MinerInfo {
    controls = List.copyOf(controls);
    multiaddrs = List.copyOf(multiaddrs);
    precommits = Collections.unmodifiableMap(new TreeMap<>(precommits));
  }

  MinerInfo withPeerId(byte[] id) {
    String encoded = Base64.getEncoder().encodeToString(id);
    return new MinerInfo(
        owner,
        worker,
        controls,
        encoded,
        multiaddrs,
        sectorSize,
        periodStart,
        locked,
        sectors,
        precommits);
  }

  MinerInfo withMultiaddrs(List<String> addresses) {
    return new MinerInfo(
        owner,
        worker,
        controls,
        peerId,
        addresses,
        sectorSize,
        periodStart,
        locked,
        sectors,
        precommits);
  }

  MinerInfo withControls(Address newWorker, List<Address> addresses) {
    return new MinerInfo(
        owner,
        newWorker,
        addresses,
        peerId,
        multiaddrs,
        sectorSize,
        periodStart,
        locked,
        sectors,
        precommits);
  }

  MinerInfo withSectors(MinerSectors others) {
    return new MinerInfo(
        owner,
        worker,
        controls,
        peerId,
        multiaddrs,
        sectorSize,
        periodStart,
        locked,
        others,
        precommits);
  }

  MinerInfo withPrecommits(Map<Long, Long> others, BigInteger nowLocked) {
    return new MinerInfo(
        owner,
        worker,
        controls,
        peerId,
        multiaddrs,
        sectorSize,
        periodStart,
        nowLocked,
        sectors,
        others);
  }

  void write(CborWriter cbor) {
    // Without promises as ever, so that a daemon of an older suite that still runs can read it.
    cbor.array(precommits.isEmpty() ? FIELDS - 1 : FIELDS)
        .address(owner)
        .address(worker)
        .array(controls.size());
    for (Address control : controls) {
      cbor.address(control);
    }
    cbor.bytes(Base64.getDecoder().decode(peerId));
    writeMultiaddrs(cbor, multiaddrs);
    cbor.integer(sectorSize).integer(periodStart).amount(locked);
    sectors.write(cbor);
    if (!precommits.isEmpty()) {
      cbor.array(precommits.size());
      precommits.forEach((number, epoch) -> cbor.array(2).integer(number).integer(epoch));
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
    return new MinerInfo(
        cbor.address(),
        cbor.address(),
        readAddresses(cbor),
        Base64.getEncoder().encodeToString(cbor.bytes()),
        readMultiaddrs(cbor),
        cbor.integer(),
        cbor.integer(),
        cbor.amount(),
        fields > BEFORE_SECTORS ? MinerSectors.read(cbor) : MinerSectors.NONE,
        fields == FIELDS ? readPrecommits(cbor) : Map.of());
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
