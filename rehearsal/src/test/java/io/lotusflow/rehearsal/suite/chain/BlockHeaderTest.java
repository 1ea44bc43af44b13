package io.lotusflow.rehearsal.suite.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of a real chain, encoded again, have their real ids. */
class BlockHeaderTest {
  @ParameterizedTest
  @ValueSource(strings = {"044-rpc-v1-chainhead", "472-rpc-v1-chainhead"})
  void encodesARealHeaderToItsRealId(String transcript) throws IOException {
    Map<String, Object> tipset = tipset(transcript);
    Map<String, Object> json = Json.asObject(Json.asList(tipset.get("Blocks")).get(0));
    BlockHeader header = header(json);
    assertThat(Tipset.of(header).cid())
        .isEqualTo(Json.asCid(Json.asList(tipset.get("Cids")).get(0)));
    assertThat(Json.write(header.json())).isEqualTo(Json.write(json));
    assertThat(BlockHeader.ofCbor(header.cbor())).isEqualTo(header);
  }

  private static Map<String, Object> tipset(String transcript) throws IOException {
    try (var in =
        BlockHeaderTest.class.getResourceAsStream("/transcripts/" + transcript + ".txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int from = text.indexOf("{\"id\":1,\"jsonrpc\":\"2.0\",\"result\"");
      return Json.asObject(
          Json.asObject(Json.parse(text.substring(from, text.indexOf('\n', from)))).get("result"));
    }
  }

  private static BlockHeader header(Map<String, Object> json) {
    List<BlockHeader.BeaconEntry> beacons = new ArrayList<>();
    for (Object entry : Json.asList(json.get("BeaconEntries"))) {
      Map<String, Object> beacon = Json.asObject(entry);
      beacons.add(
          new BlockHeader.BeaconEntry(
              Json.asLong(beacon.get("Round")), Json.asText(beacon.get("Data"))));
    }
    List<BlockHeader.PoStProof> proofs = new ArrayList<>();
    for (Object entry : Json.asList(json.get("WinPoStProof"))) {
      Map<String, Object> proof = Json.asObject(entry);
      proofs.add(
          new BlockHeader.PoStProof(
              Json.asLong(proof.get("PoStProof")), Json.asText(proof.get("ProofBytes"))));
    }
    List<Cid> parents = Json.asList(json.get("Parents")).stream().map(Json::asCid).toList();
    Map<String, Object> election = Json.asObject(json.get("ElectionProof"));
    return new BlockHeader(
        Address.parse(Json.asText(json.get("Miner"))),
        Json.asText(Json.asObject(json.get("Ticket")).get("VRFProof")),
        new BlockHeader.ElectionProof(
            Json.asLong(election.get("WinCount")), Json.asText(election.get("VRFProof"))),
        beacons,
        proofs,
        parents,
        new BigInteger(Json.asText(json.get("ParentWeight"))),
        Json.asLong(json.get("Height")),
        Json.asCid(json.get("ParentStateRoot")),
        Json.asCid(json.get("ParentMessageReceipts")),
        Json.asCid(json.get("Messages")),
        signature(json.get("BLSAggregate")),
        Json.asLong(json.get("Timestamp")),
        signature(json.get("BlockSig")),
        Json.asLong(json.get("ForkSignaling")),
        new BigInteger(Json.asText(json.get("ParentBaseFee"))));
  }

  private static Optional<Signature> signature(Object json) {
    Map<String, Object> fields = Json.asObject(json);
    return Optional.of(
        new Signature((int) Json.asLong(fields.get("Type")), Json.asText(fields.get("Data"))));
  }
}
