package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The searcher finds what it is to find, and no more. */
class SecretsTest {

  private static final String HEADER =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJyZWFkIiwid3JpdGUiXX0.";
  private static final String SIGNATURE = "4Zx1c0S5mC2yKqW8Jd0m3u7Xo0R0v1Tg5bQ9yM2pL6s";
  private static final String PRIVATE = "NHz7Kd1hQeWm5RtXc8PvUaYj3LbGs6FoI0nZqD2kMwE=";

  @TempDir Path state;
  private Secrets secrets;

  @BeforeEach
  void keep() throws Exception {
    write("rehearsal/miner/token", HEADER + SIGNATURE);
    String key = "{\"Type\":\"bls\",\"PrivateKey\":\"" + PRIVATE + "\"}";
    write("rehearsal/daemon/keystore/O5QWY3DF", key);
    write("rehearsal/key-backup/t3a.key", hex(key));
    write("payload-keys", "a = " + "bT5yKs0WcJq9LfRvX3nGuPzE7hMdA1oI8iQm6VtYk2U=" + '\n');
    secrets = Secrets.of(state);
    secrets.add("webhook", "SECd7f3a9c1b2");
  }

  private void write(String file, String text) throws Exception {
    Path path = state.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void knowsEachKind() {
    assertThat(secrets.names())
        .containsExactlyInAnyOrder(
            "token of miner",
            "daemon/keystore/O5QWY3DF",
            "key-backup/t3a.key",
            "payload-keys of " + state.getFileName(),
            "webhook");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xy"})
  void findsAPieceHoweverItIsWritten(String before) {
    String said = before + "told " + SIGNATURE.substring(2) + " to all";
    assertThat(secrets.in(said)).containsExactly("token of miner");
    assertThat(secrets.in(hex(said))).containsExactly("token of miner");
    String base64 = Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));
    assertThat(secrets.in("{\"data\":\"" + base64 + "\"}")).containsExactly("token of miner");
    assertThat(secrets.in(before + "SECd7f3a9c1b2")).containsExactly("webhook");
  }

  /** The other half is on the chain, as the peer id. */
  @Test
  void ofANodesKeyOnlyThePrivateHalfIsSecret() throws Exception {
    byte[] key = new byte[68];
    new Random(7).nextBytes(key);
    System.arraycopy(new byte[] {8, 1, 0x12, 0x40}, 0, key, 0, 4);
    String text = Base64.getEncoder().encodeToString(key);
    write("rehearsal/miner/keystore/NRUWE", "{\"PrivateKey\":\"" + text + "\"}");
    Secrets again = Secrets.of(state);
    assertThat(again.in(text)).containsExactly("miner/keystore/NRUWE");
    assertThat(again.in(Arrays.copyOf(key, 36))).containsExactly("miner/keystore/NRUWE");
    assertThat(again.in(text.substring(48))).isEmpty();
    assertThat(again.in(Arrays.copyOfRange(key, 36, 68))).isEmpty();
  }

  @Test
  void aSealWorkersFolderKeepsItsMinersToken() {
    assertThat(Secrets.isHome(state, state.resolve("rehearsal/worker-moved/token"))).isTrue();
    assertThat(Secrets.isHome(state, state.resolve("rehearsal/worker-moved/log"))).isFalse();
    assertThat(Secrets.isHome(state, state.resolve("logs/token"))).isFalse();
  }

  @Test
  void findsARawKeyWhateverLetteringItWasKeptIn() {
    byte[] raw = Base64.getDecoder().decode(PRIVATE);
    assertThat(secrets.in(HexFormat.of().formatHex(raw)))
        .containsExactly("daemon/keystore/O5QWY3DF", "key-backup/t3a.key");
    assertThat(secrets.in(raw)).hasSize(2);
    assertThat(secrets.in(hex(PRIVATE))).hasSize(2);
  }

  @Test
  void whatAllTokensAndKeysHaveInCommonIsNoSecret() {
    assertThat(secrets.in(HEADER + "x")).isEmpty();
    assertThat(secrets.in(hex("{\"Type\":\"bls\",\"PrivateKey\":\""))).isEmpty();
  }
}
