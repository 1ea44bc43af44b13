package io.lotusflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final String JWT =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJyZWFkIiwid3JpdGUiXX0.4Zx1c0S5mC2yKqW8Jd0m3u7Xo0R0v1Tg5bQ9yM2pL6s";
  private static final String KEY_HEX =
      "7b2254797065223a22626c73222c22507269766174654b6579223a2241424344454647484950515253545556575859222d7d";

  @ParameterizedTest
  @ValueSource(
      strings = {
        JWT,
        "FULLNODE_API_INFO=" + JWT + ":/ip4/127.0.0.1/tcp/1234/http",
        "Authorization: Bearer " + JWT,
        "{\"token\":\"" + JWT + "\"}",
        KEY_HEX,
        "exported " + KEY_HEX + " done",
      })
  void masksTokensAndKeys(String text) {
    assertThat(Redactor.redact(text))
        .contains("[redacted]")
        .doesNotContain(JWT, JWT.substring(40, 80), KEY_HEX, KEY_HEX.substring(30, 60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MINER_API_INFO=opaque-token:/ip4/10.0.0.1/tcp/2345/http",
        "export MINER_API_INFO='opaque-token:/dns4/miner/tcp/2345/http'",
        "{\"Type\":\"bls\",\"PrivateKey\":\"opaque-token\"}",
        "Bearer opaque-token",
        "proxy http://me:opaque-token@10.0.0.1:1080/",
        "POST https://robot.example/send?access_token=opaque-token&x=1",
        "git clone https://opaque-token@github.com/a/b.git",
        "https://opaque-token:x-oauth-basic@github.com/a/b.git",
        "GET https://s3.example/s.car?X-Amz-Date=1&X-Amz-Signature=opaque-token HTTP/1.1",
        "https://s3.example/s.car?X-Amz-Credential=opaque-token#x",
        "https://s3.example/s.car?AWSAccessKeyId=a&Signature=opaque-token",
        "https://blob.example/s.car?sv=2024&sig=opaque-token",
        "https://example.org/s.car?private_token=opaque-token",
        "socks5://me:opaque-token@10.0.0.1:1080",
        "smtp_password = \"opaque-token\"",
        "{\"secret\": \"opaque-token\"}",
      })
  void masksWhatOnlyItsPlaceGivesAway(String text) {
    assertThat(Redactor.redact(text)).contains("[redacted]").doesNotContain("opaque-token");
  }

  @Test
  void keepsTheAddressBesideTheToken() {
    assertThat(Redactor.redact("MINER_API_INFO=opaque:/ip4/10.0.0.1/tcp/2345/http"))
        .isEqualTo("MINER_API_INFO=[redacted]:/ip4/10.0.0.1/tcp/2345/http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lotus version 1.36.2+mainnet+git.abc",
        "f3rlkgq2zjqxwwcqbpxbkjmqxcz2jzqc5s7a",
        "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2",
        "github.com/filecoin-project/lotus.git v1.36.2 a.b.c",
        "git@github.com:filecoin-project/lotus.git",
        "http://10.0.0.1:1080/x@y",
        "ssh://git@example.org/lotus.git",
        "https://example.org/s.car?height=1&monkey=2",
        "remote_token_file = \"/etc/lotusflow/token\"",
        "FULLNODE_API_INFO=/ip4/127.0.0.1/tcp/1234/http",
      })
  void leavesTheRestAlone(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "FULLNODE_API_INFO", "PGPASSWORD"})
  void knowsVariablesByTheirNames(String name) {
    assertThat(Redactor.isSecretName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_SHARED_CREDENTIALS_FILE", "GOFLAGS", "LOTUS_PATH"})
  void variablesOfPlacesAreNoSecrets(String name) {
    assertThat(Redactor.isSecretName(name)).isFalse();
  }

  @Test
  void masksGivenValuesToo() {
    assertThat(Redactor.redact("password is hunter2!", java.util.Set.of("hunter2!")))
        .isEqualTo("password is [redacted]");
  }
}
