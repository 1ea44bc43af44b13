package io.lotusflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotusflow.process.RootAct.Need;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SudoersTest {
  private static final String SOMEBODY = "nobody";
  private static final List<Path> SCRIPTS =
      List.of(
          Path.of("src/main/resources/io/lotusflow/host/apt.sh"),
          Path.of("src/main/resources/io/lotusflow/firewall/take-back.sh"));

  @TempDir Path folder;

  @Test
  void isRightInTheEyesOfVisudo() throws Exception {
    assumeTrue(Executables.find("visudo", Command.BASE_ENVIRONMENT).isPresent(), "no visudo here");
    for (Need need : Need.values()) {
      Path file =
          Files.writeString(
              folder.resolve(need.word()), Sudoers.of("lotus-user_1", EnumSet.of(need)));
      Output said = run("visudo", "-cf", file.toString());
      assertThat(said.exit()).as(need + said.stdout() + said.stderr()).isZero();
    }
  }

  /** A real sudo, a real other user, and a sudoers that only this test sees. */
  @Test
  void allowsEachCommandOfItsNeedAndNoOther() throws Exception {
    assumeTrue(canBeTried(), "needs root, sudo and unshare(1); not all are to be had here");
    // sudo says no to what is not there.
    List<RootAct> acts = RootActs.ALL.stream().filter(SudoersTest::isInstalled).toList();
    for (Need need : List.of(Need.SERVICES, Need.FIREWALL, Need.JOBS, Need.PREPARE)) {
      Path sudoers =
          Files.writeString(folder.resolve("rules"), Sudoers.of(SOMEBODY, EnumSet.of(need)));
      List<List<String>> asked = acts.stream().map(act -> act.example(SOMEBODY)).toList();
      List<Boolean> answers = ask(sudoers, asked);
      for (int i = 0; i < asked.size(); i++) {
        if (acts.get(i).need() == need) {
          assertThat(answers.get(i)).as(need + " " + asked.get(i)).isTrue();
        } else if (!need.isAsGoodAsRoot()) {
          assertThat(answers.get(i)).as(need + " " + asked.get(i)).isFalse();
        }
      }
    }
  }

  @Test
  void whatLooksAlikeIsRefused() throws Exception {
    assumeTrue(canBeTried(), "needs root, sudo and unshare(1); not all are to be had here");
    Path sudoers =
        Files.writeString(
            folder.resolve("rules"),
            Sudoers.of(SOMEBODY, EnumSet.of(Need.SERVICES, Need.FIREWALL)));
    String unit = "--unit=lotusflow-1";
    List<List<String>> asked =
        List.of(
            List.of("systemctl", "start", "ssh.service"),
            List.of("systemctl", "start", "lotusflow.service"),
            List.of("systemctl", "enable", "lotusflow-worker.service"),
            List.of("systemctl", "start", "lotusflow@root.service"),
            List.of("systemctl", "start", "lotus-x@root.service"),
            List.of("systemctl", "edit", "lotus-daemon.service"),
            List.of("systemctl", "start", "lotus-daemon.service", "ssh.service"),
            List.of("systemctl", "start", "lotus-daemon.service ssh.service"),
            List.of("systemctl", "start", "--root=/tmp", "lotus-daemon.service"),
            List.of("cat", "--", "/etc/shadow"),
            List.of("cat", "--", "/etc/systemd/system/lotus.service.d/../../../shadow"),
            List.of("nft", "-f", "/tmp/rules"),
            List.of("sh", "-c", "id"),
            List.of("env", "id"),
            List.of("systemd-run", "--quiet", "--collect", unit, "--", "/bin/sh", "/tmp/x"),
            List.of(
                "systemd-run",
                "--property=User=root",
                "--quiet",
                "--collect",
                unit,
                "--",
                "/bin/sh",
                "/a",
                "/b",
                "1",
                "m"));
    assertThat(ask(sudoers, asked)).containsOnly(false);
  }

  /** As a member of the group {@code sudo} has it: all with a password, and some without. */
  @Test
  void whatTakesAPasswordIsNotTakenForAllowed() throws Exception {
    assumeTrue(canBeTried(), "needs root, sudo and unshare(1); not all are to be had here");
    List<Need> needs =
        Stream.of(Need.SERVICES, Need.JOBS, Need.PREPARE)
            .filter(need -> isInstalled(RootActs.trial(need, SOMEBODY).get(0)))
            .toList();
    for (Need allowed : needs) {
      Path sudoers =
          Files.writeString(
              folder.resolve("rules"),
              SOMEBODY + " ALL=(ALL) ALL\n" + Sudoers.of(SOMEBODY, EnumSet.of(allowed)));
      List<List<String>> examples =
          needs.stream().map(need -> RootActs.trial(need, SOMEBODY)).toList();
      assertThat(ask(sudoers, examples)).as("what sudo says when it is asked").containsOnly(true);

      List<String> lines =
          needs.stream()
              .map(need -> quoted(Sudo.trial(need, SOMEBODY)) + " 2>&1 | grep -c password || true")
              .toList();
      List<Boolean> passwords = asSomebody(sudoers, lines).stream().map("1"::equals).toList();
      for (int i = 0; i < needs.size(); i++) {
        assertThat(passwords.get(i))
            .as(allowed + ": a password for " + needs.get(i))
            .isEqualTo(needs.get(i) != allowed);
      }
    }
  }

  @Test
  void aCommandOfNoListIsRefusedAlsoWhereRootRunsIt() {
    Command unknown = Command.of(Duration.ofSeconds(5), "true", "x").withRoot();
    assertThatThrownBy(() -> new Programs().run(unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not among the commands for root");
  }

  @Test
  void aNameThatIsNoUserGetsNoFile() {
    assertThatThrownBy(() -> Sudoers.of("ALL = x", EnumSet.of(Need.SERVICES)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What scripts call by themselves is in the list as well. */
  @Test
  void scriptsCallSudoForWhatTheListHas() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src/main/resources"))) {
      List<Path> callers =
          all.filter(path -> path.toString().endsWith(".sh"))
              .filter(path -> contains(path, "sudo"))
              .toList();
      assertThat(callers).containsExactlyInAnyOrderElementsOf(SCRIPTS);
    }
  }

  private static boolean isInstalled(RootAct act) {
    return isInstalled(act.program());
  }

  private static boolean isInstalled(String program) {
    return Executables.find(program, Command.BASE_ENVIRONMENT).isPresent();
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean canBeTried() {
    return !Sudo.needed()
        && Executables.find("sudo", Command.BASE_ENVIRONMENT).isPresent()
        && run("unshare", "--mount", "true").exit() == 0;
  }

  /** Whether each may be run, in the order given. */
  private List<Boolean> ask(Path sudoers, List<List<String>> commands) throws IOException {
    List<String> lines = new ArrayList<>();
    for (List<String> command : commands) {
      List<String> words = new ArrayList<>(List.of("sudo", "-n", "-l"));
      words.add(Sudo.program(command.get(0)));
      words.addAll(command.subList(1, command.size()));
      lines.add(quoted(words) + " >/dev/null 2>&1 && echo yes || echo no");
    }
    return asSomebody(sudoers, lines).stream().map("yes"::equals).toList();
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
  }

  /** What the lines say, each of which is run by another user. */
  private List<String> asSomebody(Path sudoers, List<String> lines) throws IOException {
    List<String> script = new ArrayList<>();
    script.add("set -e");
    script.add("mount -t tmpfs -o mode=0755 tmpfs /etc/sudoers.d");
    script.add("install -m 0440 " + sudoers + " /etc/sudoers.d/lotusflow");
    for (String line : lines) {
      script.add("setpriv --reuid=nobody --regid=nogroup --clear-groups " + line);
    }
    Path file = Files.write(folder.resolve("ask.sh"), script);
    Output said = run("unshare", "--mount", "/bin/sh", file.toString());
    assertThat(said.exit()).as(said.stderr()).isZero();
    return said.stdout().lines().toList();
  }

  private static Output run(String... argv) {
    try {
      Process process = new ProcessBuilder(argv).redirectErrorStream(false).start();
      process.getOutputStream().close();
      String out = text(process.getInputStream());
      String err = text(process.getErrorStream());
      return new Output(process.waitFor(), out, err, false);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
