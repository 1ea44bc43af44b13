package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Filecoin block header, its 16 fields in the order of the chain. Proofs and signatures are held
 * in Base64, as JSON shows them; nothing here checks them.
 *
 * @param timestamp seconds since 1970
 */
public record BlockHeader(
    Address miner,
    String ticket,
    ElectionProof election,
    List<BeaconEntry> beacons,
    List<PoStProof> proofs,
    List<Cid> parents,
    BigInteger parentWeight,
    long height,
    Cid parentState,
    Cid parentReceipts,
    Cid messages,
    Optional<Signature> blsAggregate,
    long timestamp,
    Optional<Signature> signature,
    long forkSignaling,
    BigInteger parentBaseFee) {
  private static final int FIELDS = 16;

  public BlockHeader {
    beacons = List.copyOf(beacons);
    proofs = List.copyOf(proofs);
    parents = List.copyOf(parents);
  }

  /** Shows that the block's miner won the round. */
  public record ElectionProof(long winCount, String vrfProof) {}

  /** One round of the randomness beacon. */
  public record BeaconEntry(long round, String data) {}

  /** A proof of space-time. */
  public record PoStProof(long type, String bytes) {}

  public byte[] cbor() {
    CborWriter cbor = new CborWriter().array(FIELDS).address(miner);
    cbor.array(1).bytes(binary(ticket));
    cbor.array(2).integer(election.winCount()).bytes(binary(election.vrfProof()));
    cbor.array(beacons.size());
    for (BeaconEntry beacon : beacons) {
      cbor.array(2).integer(beacon.round()).bytes(binary(beacon.data()));
    }
    cbor.array(proofs.size());
    for (PoStProof proof : proofs) {
      cbor.array(2).integer(proof.type()).bytes(binary(proof.bytes()));
    }
    cbor.links(parents)
        .amount(parentWeight)
        .integer(height)
        .link(parentState)
        .link(parentReceipts)
        .link(messages);
    Signature.write(cbor, blsAggregate);
    cbor.integer(timestamp);
    Signature.write(cbor, signature);
    return cbor.integer(forkSignaling).amount(parentBaseFee).toBytes();
  }

  /**
   * Throws {@link CborReader.CborException} or {@link IllegalArgumentException} when the block is
   * no header.
   */
  public static BlockHeader ofCbor(byte[] block) {
    CborReader cbor = new CborReader(block);
    cbor.tuple(FIELDS);
    return new BlockHeader(
        cbor.address(),
        ticket(cbor),
        election(cbor),
        beacons(cbor),
        proofs(cbor),
        cbor.links(),
        cbor.amount(),
        cbor.integer(),
        cbor.link(),
        cbor.link(),
        cbor.link(),
        Signature.read(cbor),
        cbor.integer(),
        Signature.read(cbor),
        cbor.integer(),
        cbor.amount());
  }

  private static String ticket(CborReader cbor) {
    cbor.tuple(1);
    return text(cbor.bytes());
  }

  private static ElectionProof election(CborReader cbor) {
    cbor.tuple(2);
    return new ElectionProof(cbor.integer(), text(cbor.bytes()));
  }

  private static List<BeaconEntry> beacons(CborReader cbor) {
    int count = cbor.array();
    List<BeaconEntry> beacons = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cbor.tuple(2);
      beacons.add(new BeaconEntry(cbor.integer(), text(cbor.bytes())));
    }
    return beacons;
  }

  private static List<PoStProof> proofs(CborReader cbor) {
    int count = cbor.array();
    List<PoStProof> proofs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cbor.tuple(2);
      proofs.add(new PoStProof(cbor.integer(), text(cbor.bytes())));
    }
    return proofs;
  }

  public Map<String, Object> json() {
    List<Object> beaconList = new ArrayList<>();
    for (BeaconEntry beacon : beacons) {
      beaconList.add(Json.object("Round", beacon.round(), "Data", beacon.data()));
    }
    List<Object> proofList = new ArrayList<>();
    for (PoStProof proof : proofs) {
      proofList.add(Json.object("PoStProof", proof.type(), "ProofBytes", proof.bytes()));
    }
    return Json.object(
        "Miner",
        miner.toString(),
        "Ticket",
        Json.object("VRFProof", ticket),
        "ElectionProof",
        Json.object("WinCount", election.winCount(), "VRFProof", orNull(election.vrfProof())),
        "BeaconEntries",
        beaconList,
        "WinPoStProof",
        proofList.isEmpty() ? null : proofList,
        "Parents",
        parents,
        "ParentWeight",
        parentWeight.toString(),
        "Height",
        height,
        "ParentStateRoot",
        parentState,
        "ParentMessageReceipts",
        parentReceipts,
        "Messages",
        messages,
        "BLSAggregate",
        Signature.json(blsAggregate),
        "Timestamp",
        timestamp,
        "BlockSig",
        Signature.json(signature),
        "ForkSignaling",
        forkSignaling,
        "ParentBaseFee",
        parentBaseFee.toString());
  }

  private static Object orNull(String base64) {
    return base64.isEmpty() ? null : base64;
  }

  private static byte[] binary(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
