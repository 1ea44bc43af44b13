package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadKeyCommandsTest {

  @TempDir Path home;

  private Cli call(String... arguments) {
    return Cli.call(home, arguments);
  }

  private Path file() {
    return home.resolve("payload-keys");
  }

  /** The secrets of the file. */
  private List<String> secrets() throws IOException {
    return Files.readAllLines(file()).stream()
        .filter(line -> line.contains(" = "))
        .map(line -> line.substring(line.indexOf(" = ") + 3))
        .toList();
  }

  @Test
  void makesKeysAndTellsTheirIdsAlone() throws IOException {
    assertThat(call("payload-key", "list").out()).contains("plain text");
    assertThat(call("payload-key", "new", "--id", "first", "--dry-run").exit()).isZero();
    assertThat(file()).doesNotExist();

    Cli first = call("payload-key", "new", "--id", "first");
    Cli second = call("payload-key", "new");
    Cli third = call("payload-key", "new", "--standby");
    Cli list = call("payload-key", "list");
    Cli json = call("payload-key", "list", "-o", "json");

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo("first\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    String day = second.out().strip();
    assertThat(list.out().lines())
        .containsExactly(
            "Keys in " + file() + ":",
            "  " + day + "  encrypts and decrypts",
            "  first  decrypts",
            "  " + day + ".2  decrypts");
    assertThat(json.out()).contains("\"encrypts\"", day);
    assertThat(secrets()).hasSize(3).doesNotHaveDuplicates();
    for (Cli said : List.of(first, second, third, list, json)) {
      assertThat(said.out() + said.err()).doesNotContain(secrets().toArray(String[]::new));
    }
  }

  @Test
  void anotherKeyCanBeUsed() {
    call("payload-key", "new", "--id", "a");
    call("payload-key", "new", "--id", "b", "--standby");
    assertThat(call("payload-key", "use", "b").exit()).isZero();
    assertThat(call("payload-key", "list").out()).contains("b  encrypts", "a  decrypts");
    assertThat(call("payload-key", "use", "c").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void refusesIdsThatAreTakenOrNone() throws IOException {
    call("payload-key", "new", "--id", "a");
    String before = Files.readString(file());
    assertThat(call("payload-key", "new", "--id", "a").exit()).isEqualTo(Exit.USAGE);
    assertThat(call("payload-key", "new", "--id", "b = c").exit()).isEqualTo(Exit.USAGE);
    assertThat(file()).hasContent(before);
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    call("payload-key", "new", "--id", "a");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    Cli list = call("payload-key", "list");
    assertThat(list.exit()).isEqualTo(Exit.FAILED);
    assertThat(list.err()).contains("chmod 600 " + file());
    assertThat(call("payload-key", "list", "--lang", "zh-CN").err()).contains("所有者");
  }

  @Test
  void aCodecServerNeedsKeysAndPagesThatMayAsk() {
    assertThat(call("codec-server").exit()).isEqualTo(Exit.REFUSED);
    call("payload-key", "new");
    Cli any = call("codec-server", "--origin", "*");
    assertThat(any.exit()).isEqualTo(Exit.USAGE);
    assertThat(any.err()).contains("--origin");
  }

  @Test
  void aFileElsewhereIsNamedByTheEnvironment() {
    Path elsewhere = home.resolve("keys/of-payloads");
    Map<String, String> env =
        Map.of("HOME", home.toString(), "LOTUSFLOW_PAYLOAD_KEYS", elsewhere.toString());
    assertThat(Cli.call(home, env, "payload-key", "new").exit()).isZero();
    assertThat(elsewhere).exists();
    assertThat(file()).doesNotExist();
  }
}
