package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {

  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/tcp/1234/http, http://127.0.0.1:1234",
    "/dns/node.example/tcp/443/https, https://node.example:443",
    "/dns4/node.example/tcp/8443/wss, https://node.example:8443",
    "/ip6/::1/tcp/1234/http, http://[::1]:1234",
    "/ip4/10.0.0.2/tcp/1234, http://10.0.0.2:1234",
  })
  void becomesAUrl(String address, String url) {
    assertThat(Multiaddr.parse(address).toUri()).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/0.0.0.0/udp/0/quic-v1/webtransport",
        "/ip6/::/tcp/0",
        "/dnsaddr/bootstrap.example",
        "/ip4/1.2.3.4/tcp/1/p2p/12D3KooWAmbsADKhuPg1twzmJa3zVCbjyFX13ABDQ1fUSRJ7tE7n",
      })
  void isWrittenAsItWasRead(String address) {
    assertThat(Multiaddr.parse(address)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "notamultiaddr",
        "/ip4/256.0.0.1/tcp/1",
        "/ip4/127.0.0.1/tcp",
        "/ip4/127.0.0.1/tcp/65536",
        "/ip4/127.0.0.1/tcp/1234/htp",
        "/ip6/1.2.3.4/tcp/1",
        "/dns/-x/tcp/1",
        "/ip4/1.2.3.4/tcp/1/",
      })
  void refusesWhatLotusWouldRefuse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Multiaddr.parse(text));
  }

  @Test
  void saysWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Multiaddr.parse("/ip4/127.0.0.1/tcp/http"))
        .withMessage("tcp needs a port, 0 to 65535, got \"http\" in \"/ip4/127.0.0.1/tcp/http\"");
  }
}
