package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsignedMessageTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static JsonNode recorded() throws IOException {
    return JSON.readTree(Transcripts.body("451-rpc-v1-mpoolpending-one")).path("result").path(0);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void isCalledWhatARealNodeCallsIt() throws IOException {
    JsonNode signed = recorded();
    UnsignedMessage message = JSON.treeToValue(signed.path("Message"), UnsignedMessage.class);
    MessageSignature signature = JSON.treeToValue(signed.path("Signature"), MessageSignature.class);
    assertThat(message.cid(signature)).isEqualTo(signed.path("CID").path("/").asText());
    assertThat(message.withNonce(18).cid(signature))
        .isNotEqualTo(signed.path("CID").path("/").asText());
  }

  @Test
  void isWrittenWithLotusNamesAndNoOthers() throws IOException {
    UnsignedMessage message = JSON.treeToValue(recorded().path("Message"), UnsignedMessage.class);
    JsonNode written = JSON.valueToTree(message);
    assertThat(written.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "Version",
            "To",
            "From",
            "Nonce",
            "Value",
            "GasLimit",
            "GasFeeCap",
            "GasPremium",
            "Method",
            "Params");
    assertThat(written.path("Value").asText()).isEqualTo("1000000000000000");
  }

  @Test
  void aSecpMessageIsCalledByItsSignatureToo() throws IOException {
    UnsignedMessage message = JSON.treeToValue(recorded().path("Message"), UnsignedMessage.class);
    String data = Base64.getEncoder().encodeToString(new byte[65]);
    assertThat(message.cid(new MessageSignature(1, data)))
        .startsWith("bafy2bzace")
        .isNotEqualTo(message.cid(new MessageSignature(2, data)));
  }

  /** By hand: {@code 0x82} array of two, {@code 0x42} two bytes of an id address. */
  @Test
  void parametersAreCborArrays() {
    assertThat(hex(MethodParams.changeWorker("t0101", List.of("t0102", "t0300"))))
        .isEqualTo("82" + "420065" + "82" + "420066" + "4300ac02");
    assertThat(hex(MethodParams.withdraw(AttoFil.ofAtto("255")))).isEqualTo("81" + "4200ff");
    assertThat(hex(MethodParams.withdraw(AttoFil.ZERO))).isEqualTo("81" + "40");
    assertThat(hex(MethodParams.multiaddrs(List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/80")))))
        .isEqualTo("81" + "81" + "48" + "0401020304" + "060050");
  }

  @ParameterizedTest
  @CsvSource({
    "t01000, 00e807",
    "f0128, 008001",
    "t17uoq6tp427uzv7fztkbsnn64iwotfrristwpryy, 01fd1d0f4dfcd7e99afcb99a8326b7dc459d32c628"
  })
  void anAddressHasBytes(String address, String hex) {
    assertThat(hex(new FilAddress(address).bytes())).isEqualTo(hex);
  }

  @Test
  void readsAPeerIdAndRefusesWhatIsNone() {
    byte[] id = PeerId.bytes("12D3KooWEFt7g7bB1BSsX1bxb53eNmway9L9JZG44gjfMovRNBCe");
    assertThat(hex(id)).startsWith("002408011220").hasSize(2 * 38);
    assertThat(PeerId.bytes("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"))
        .startsWith(0x12, 0x20)
        .hasSize(34);
    assertThatThrownBy(() -> PeerId.bytes("12D3KooWEFt7g7bB1BSsX1bxb53eNmway9L9JZG44gjfMovRNBC"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PeerId.bytes("0OIl")).hasMessageContaining("base58");
  }

  @Test
  void readsWhatWalletSignPrints() {
    MessageSignature signature = MessageSignature.ofHex("02" + "ab".repeat(96));
    assertThat(signature.isBls()).isTrue();
    assertThat(Base64.getDecoder().decode(signature.data())).hasSize(96).containsOnly(0xab);
    assertThatThrownBy(() -> MessageSignature.ofHex("05abcd"))
        .hasMessageContaining("lotus wallet sign");
    assertThatThrownBy(() -> MessageSignature.ofHex("f3abc"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
