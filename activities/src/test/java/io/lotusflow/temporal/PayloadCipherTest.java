package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.lotusflow.home.Home;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadCipherTest {

  private static final Payload PLAIN =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("{\"repo\":\"/srv/lotus\"}"))
          .build();

  @TempDir Path folder;
  private PayloadKeyFile file;
  private PayloadCipher cipher;

  @BeforeEach
  void noKeys() {
    file = keysOf("home");
    cipher = new PayloadCipher(file);
  }

  private PayloadKeyFile keysOf(String home) {
    return PayloadKeyFile.of(new Home(folder.resolve(home)), Map.of());
  }

  private Payload encrypted() {
    return cipher.encode(List.of(PLAIN)).get(0);
  }

  private Payload read(Payload payload) {
    return cipher.decode(List.of(payload)).get(0);
  }

  @Test
  void changesNothingWithoutAKey() {
    assertThat(encrypted()).isSameAs(PLAIN);
    assertThat(read(PLAIN)).isSameAs(PLAIN);
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void whatItEncryptsComesBackWhole() throws IOException {
    file.add(PayloadKey.random("a"), true);
    Payload sealed = encrypted();
    assertThat(sealed.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
    assertThat(sealed.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("a");
    assertThat(sealed.toByteString().toString(StandardCharsets.ISO_8859_1))
        .doesNotContain("lotus", "json/plain");
    assertThat(read(sealed)).isEqualTo(PLAIN);
  }

  @Test
  void usesANonceOnlyOnce() throws IOException {
    file.add(PayloadKey.random("a"), true);
    assertThat(IntStream.range(0, 1000).mapToObj(i -> encrypted().getData().substring(0, 12)))
        .doesNotHaveDuplicates();
  }

  @Test
  void readsWhatWasStoredBeforeThereWasAKey() throws IOException {
    file.add(PayloadKey.random("a"), true);
    assertThat(read(PLAIN)).isEqualTo(PLAIN);
  }

  @Test
  void aNewKeyEncryptsAtOnceAndTheOldOneStillReads() throws IOException {
    file.add(PayloadKey.random("old"), true);
    Payload before = encrypted();
    // Somebody else's process changes the file.
    keysOf("home").add(PayloadKey.random("standby"), false);
    assertThat(encrypted().getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("old");
    keysOf("home").add(PayloadKey.random("new"), true);
    Payload after = encrypted();
    assertThat(after.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("new");
    assertThat(keysOf("home").use("standby")).isTrue();
    assertThat(encrypted().getMetadataOrThrow("encryption-key-id").toStringUtf8())
        .isEqualTo("standby");
    assertThat(List.of(read(before), read(after))).containsOnly(PLAIN);
    assertThat(file.use("nobody")).isFalse();
  }

  @Test
  void namesTheKeyThatIsMissingAndTheFile() throws IOException {
    file.add(PayloadKey.random("a"), true);
    Payload sealed = encrypted();
    PayloadKeyFile another = keysOf("another");
    another.add(PayloadKey.random("b"), true);
    assertProblem(another, sealed, PayloadKeyProblem.Kind.NO_KEY, "\"a\"");
    assertProblem(keysOf("empty"), sealed, PayloadKeyProblem.Kind.NO_KEY, "\"a\"");
  }

  @Test
  void anotherKeyOfTheSameNameReadsNothing() throws IOException {
    file.add(PayloadKey.random("a"), true);
    Payload sealed = encrypted();
    PayloadKeyFile another = keysOf("another");
    another.add(PayloadKey.random("a"), true);
    assertProblem(another, sealed, PayloadKeyProblem.Kind.WRONG_KEY, "\"a\"");
  }

  private static void assertProblem(
      PayloadKeyFile file, Payload sealed, PayloadKeyProblem.Kind kind, String id) {
    assertThatThrownBy(() -> new PayloadCipher(file).decode(List.of(sealed)))
        .isInstanceOfSatisfying(
            PayloadKeyProblem.class, problem -> assertThat(problem.kind()).isEqualTo(kind))
        .hasMessageContaining(id)
        .hasMessageContaining(file.path().toString());
  }

  @Test
  void noticesEachByteThatWasChanged() throws IOException {
    file.add(PayloadKey.random("a"), true);
    file.add(new PayloadKey("b", file.keys().get(0).secret()), false);
    Payload sealed = encrypted();
    byte[] data = sealed.getData().toByteArray();
    for (int i = 0; i < data.length; i++) {
      byte[] changed = data.clone();
      changed[i] ^= 1;
      assertUnreadable(sealed.toBuilder().setData(ByteString.copyFrom(changed)).build());
    }
    for (int length = 0; length < data.length; length++) {
      byte[] cut = Arrays.copyOf(data, length);
      assertUnreadable(sealed.toBuilder().setData(ByteString.copyFrom(cut)).build());
    }
    Payload renamed =
        sealed.toBuilder().putMetadata("encryption-key-id", ByteString.copyFromUtf8("b")).build();
    assertUnreadable(renamed);
  }

  private void assertUnreadable(Payload payload) {
    assertThatThrownBy(() -> read(payload))
        .isInstanceOfSatisfying(
            PayloadKeyProblem.class,
            problem -> assertThat(problem.kind()).isEqualTo(PayloadKeyProblem.Kind.WRONG_KEY));
  }

  @Test
  void sendsNothingInPlainTextOnceThereWasAKey() throws IOException {
    file.add(PayloadKey.random("a"), true);
    encrypted();
    Files.delete(file.path());
    assertThatThrownBy(this::encrypted).hasMessageContaining("gone");
    PayloadKeyFile named =
        PayloadKeyFile.of(
            new Home(folder), Map.of(PayloadKeyFile.VARIABLE, folder + "/no-such-file"));
    assertThatThrownBy(() -> new PayloadCipher(named).encode(List.of(PLAIN)))
        .hasMessageContaining("no-such-file");
  }

  @Test
  void refusesAFileThatOthersCanReadOrThatHasAMistake() throws IOException {
    file.add(PayloadKey.random("a"), true);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    String good = Files.readString(file.path());
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> keysOf("home").keys()).hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));
    String key = good.lines().filter(line -> line.startsWith("a = ")).findFirst().orElseThrow();
    for (String mistake : List.of("b = c2hvcnQ=", "b", key, " = " + key.substring(4))) {
      Files.writeString(file.path(), good + mistake + '\n');
      assertThatThrownBy(() -> keysOf("home").keys())
          .as(mistake)
          .hasMessageContaining("line " + (good.lines().count() + 1))
          .hasMessageNotContaining(key.substring(4));
    }
    Files.writeString(file.path(), "# nothing\n");
    assertThatThrownBy(() -> keysOf("home").keys()).hasMessageContaining("no key");
  }

  @Test
  void hidesTheWordsOfAFailureAndOfWhatCausedIt() throws IOException {
    EncryptingConverter converter = new EncryptingConverter(cipher);
    ApplicationFailure thrown =
        ApplicationFailure.newBuilder()
            .setType("DISK_TOO_SMALL")
            .setMessage("planted above")
            .setDetails("planted detail")
            .setCause(new IllegalStateException("planted below"))
            .build();
    assertThat(converter.exceptionToFailure(thrown).getMessage()).isEqualTo("planted above");

    file.add(PayloadKey.random("a"), true);
    Failure sent = converter.exceptionToFailure(thrown);
    assertThat(sent.toByteString().toString(StandardCharsets.ISO_8859_1))
        .contains("DISK_TOO_SMALL")
        .doesNotContain("planted")
        .doesNotContain("PayloadCipherTest");
    ApplicationFailure back = (ApplicationFailure) converter.failureToException(sent);
    assertThat(back.getOriginalMessage()).isEqualTo("planted above");
    assertThat(back.getDetails().get(String.class)).isEqualTo("planted detail");
    assertThat(back.getCause()).hasMessageContaining("planted below");
  }

  @Test
  void aFailureTellsOfTheKeysWhereItMayNotTellOfItself() throws IOException {
    file.add(PayloadKey.random("a"), true);
    encrypted();
    Files.delete(file.path());
    Failure sent =
        new EncryptingConverter(cipher).exceptionToFailure(new IllegalStateException("planted"));
    assertThat(sent.toString()).contains(file.path().toString()).doesNotContain("planted");
  }
}
