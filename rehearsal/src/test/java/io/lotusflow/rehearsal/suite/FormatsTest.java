package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Blake2b;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte for byte against values that a real node gave, and RFC 7693. */
class FormatsTest {
  @Test
  void hashesAsTheRfcDoes() {
    String abc =
        HexFormat.of().formatHex(Blake2b.hash(64, "abc".getBytes(StandardCharsets.US_ASCII)));
    assertThat(abc).startsWith("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1");
    assertThat(Blake2b.hash(32, new byte[300])).hasSize(32);
  }

  /** Transcript 044: receipts and messages of a block that has none. */
  @Test
  void namesEmptyListsAsTheChainDoes() {
    byte[] emptyArray = HexFormat.of().parseHex("8300008341008080");
    Cid receipts = Cid.ofCbor(emptyArray);
    assertThat(receipts.toString())
        .isEqualTo("bafy2bzacedswlcz5ddgqnyo3sak3jmhmkxashisnlpq6ujgyhe4mlobzpnhs6");
    Cid messages = Cid.ofCbor(new CborWriter().array(2).link(receipts).link(receipts).toBytes());
    assertThat(messages.toString())
        .isEqualTo("bafy2bzacecmda75ovposbdateg7eyhwij65zklgyijgcjwynlklmqazpwlhba");
    assertThat(Cid.parse(messages.toString())).isEqualTo(messages);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t3usjk7qtbinnlwcetd3nsqja6eq52ckvtebbvdmyybfqkgkawqoilp73joukdfwrs77towyw5j2tfznq7cjwa",
        "t3sgckjx25txyyalcwtor5xnyzd3232igfenwzigdwjkqfftxmtgxzgub43m3w2zi2zymclc7ce4t3kvefmgsa",
        "t123e7wma3wpsabzb3nalc6hbyanfxpz3fcrlfx7q",
        "t1ceb34gnsc6qk5dt6n7xg6ycwzasjhbxm3iylkiy",
        "t2nskju2l7td44idkboo6jxw2ejkmm6jmz2xpb7ca",
        "t01004"
      })
  void readsAndWritesRealAddresses(String text) {
    Address address = Address.parse(text);
    assertThat(address.toString()).isEqualTo(text);
    assertThat(Address.ofBytes(address.bytes())).isEqualTo(address);
  }

  @Test
  void refusesAddressesWithWrongChecksumOrNetwork() {
    assertThatThrownBy(() -> Address.parse("t123e7wma3wpsabzb3nalc6hbyanfxpz3fcrlfx7a"))
        .hasMessage("invalid address checksum");
    assertThatThrownBy(() -> Address.parse("nonsense")).hasMessage("unknown address network");
  }

  /** Transcript 230. */
  @Test
  void encodesMultiaddrsAsTheChainDoes() {
    Multiaddr multiaddr = Multiaddr.parse("/ip4/203.0.113.5/tcp/24001");
    assertThat(Base64.getEncoder().encodeToString(multiaddr.bytes())).isEqualTo("BMsAcQUGXcE=");
    assertThat(Multiaddr.ofBytes(multiaddr.bytes()).toString())
        .isEqualTo("/ip4/203.0.113.5/tcp/24001");
    assertThatThrownBy(() -> Multiaddr.parse("/ip4/300.0.0.1/tcp/1"))
        .hasMessageContaining("failed to parse ip4 addr");
  }

  @Test
  void printsAmountsAndSizesAsLotusDoes() {
    assertThat(Fil.print(new BigInteger("49999999999996752056279444")))
        .isEqualTo("49999999.999996752056279444 FIL");
    assertThat(Fil.brief(new BigInteger("5997000000"))).isEqualTo("5.997 nFIL");
    assertThat(Fil.brief(BigInteger.TWO)).isEqualTo("2 aFIL");
    assertThat(Fil.parse("1000FIL")).isEqualTo(Fil.ofWhole(1000));
    assertThat(Fil.parse("5 attofil")).isEqualTo(BigInteger.valueOf(5));
    assertThat(Sizes.print(270553174016L)).isEqualTo("252 GiB");
    assertThat(Sizes.parse("32GiB")).isEqualTo(32L << 30);
    assertThat(Json.write(Json.object("NewWorker", "<empty>")))
        .isEqualTo("{\"NewWorker\":\"\\u003cempty\\u003e\"}");
  }
}
