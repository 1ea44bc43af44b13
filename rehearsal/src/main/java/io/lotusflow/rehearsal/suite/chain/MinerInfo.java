package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What the chain keeps about a miner.
 *
 * @param peerId Base64 of the peer id's bytes, empty if none was announced
 * @param multiaddrs Base64 each
 * @param periodStart the epoch at which its proving period began
 * @param locked attoFIL of the creation deposit, which vests
 * @param sectors what it has to prove
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
    MinerSectors sectors) {
  private static final int FIELDS = 9;

  public MinerInfo {
    controls = List.copyOf(controls);
    multiaddrs = List.copyOf(multiaddrs);
  }

  MinerInfo withPeerId(byte[] id) {
    String encoded = Base64.getEncoder().encodeToString(id);
    return new MinerInfo(
        owner, worker, controls, encoded, multiaddrs, sectorSize, periodStart, locked, sectors);
  }

  MinerInfo withMultiaddrs(List<String> addresses) {
    return new MinerInfo(
        owner, worker, controls, peerId, addresses, sectorSize, periodStart, locked, sectors);
  }

  MinerInfo withControls(Address newWorker, List<Address> addresses) {
    return new MinerInfo(
        owner, newWorker, addresses, peerId, multiaddrs, sectorSize, periodStart, locked, sectors);
  }

  MinerInfo withSectors(MinerSectors others) {
    return new MinerInfo(
        owner, worker, controls, peerId, multiaddrs, sectorSize, periodStart, locked, others);
  }

  void write(CborWriter cbor) {
    cbor.array(FIELDS).address(owner).address(worker).array(controls.size());
    for (Address control : controls) {
      cbor.address(control);
    }
    cbor.bytes(Base64.getDecoder().decode(peerId));
    writeMultiaddrs(cbor, multiaddrs);
    cbor.integer(sectorSize).integer(periodStart).amount(locked);
    sectors.write(cbor);
  }

  static void writeMultiaddrs(CborWriter cbor, List<String> multiaddrs) {
    cbor.array(multiaddrs.size());
    for (String multiaddr : multiaddrs) {
      cbor.bytes(Base64.getDecoder().decode(multiaddr));
    }
  }

  static MinerInfo read(CborReader cbor) {
    boolean withSectors = cbor.array() == FIELDS;
    return new MinerInfo(
        cbor.address(),
        cbor.address(),
        readAddresses(cbor),
        Base64.getEncoder().encodeToString(cbor.bytes()),
        readMultiaddrs(cbor),
        cbor.integer(),
        cbor.integer(),
        cbor.amount(),
        withSectors ? MinerSectors.read(cbor) : MinerSectors.NONE);
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
