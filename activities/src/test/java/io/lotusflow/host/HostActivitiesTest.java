package io.lotusflow.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lotusflow.home.Home;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.process.Command;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine of its own: its root is a folder, its programs are real processes that write down how
 * they were called.
 */
class HostActivitiesTest {
  private static final ByteSize SIZE = ByteSize.parse("4MiB");

  @TempDir Path folder;
  private Path root;
  private Path bin;
  private Path swap;
  private TestActivityEnvironment temporal;
  private HostActivities host;

  @BeforeEach
  void prepare() throws IOException {
    root = folder.resolve("root");
    bin = Files.createDirectories(folder.resolve("bin"));
    swap = folder.resolve("swapfile");
    put("etc/fstab", "UUID=1 / ext4 defaults 0 1\n");
    put("etc/os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
    put("proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 1000 0 70\n");
    stub(
        "dpkg-query",
        "grep -h . \"$RECORDS/installed\" 2>/dev/null | sed 's/$/ installed/'; exit 0");
    stub(
        "apt-get",
        """
        case " $* " in *" update "*) touch "$RECORDS/updated"; exit 0 ;; esac
        [ ! -e "$RECORDS/stale" ] || [ -e "$RECORDS/updated" ] || { echo 'E: Unable to locate package jq' >&2; exit 100; }
        echo '0 upgraded, 1 newly installed, 0 to remove'
        for p; do case $p in jq|gcc) echo "$p" >> "$RECORDS/installed"; echo "Setting up $p" ;; esac; done
        """);
    stub("swapon", "printf '%s file 4096 0 %s\\n' \"$3\" \"$2\" >> \"$MACHINE/proc/swaps\"");
    stub("swapoff", "sed -i \"\\\\|$1|d\" \"$MACHINE/proc/swaps\"");
    Home home = new Home(folder.resolve("home"));
    HostActivitiesImpl impl =
        new HostActivitiesImpl(
            home,
            new Jobs(home.jobs()),
            new Machine(root, bin + ":" + Command.BASE_ENVIRONMENT.get("PATH")));
    temporal = TestActivityEnvironment.newInstance();
    temporal.registerActivitiesImplementations(impl);
    ActivityOptions options =
        ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build();
    host = temporal.newActivityStub(HostActivities.class, options);
  }

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void installsOnlyWhatIsMissingAndUpgradesNothing() throws IOException {
    Files.writeString(folder.resolve("installed"), "gcc\n");
    Receipt receipt = host.installPackages(plan(false));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(receipt.commands().get(0)).contains("--no-upgrade jq").doesNotContain("gcc");
    assertThat(calls()).noneMatch(call -> call.contains("update"));
    assertThat(host.installPackages(plan(false)).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  @Test
  void fetchesTheListsWhenTheyDoNotSuffice() throws IOException {
    Files.createFile(folder.resolve("stale"));
    assertThat(host.installPackages(plan(false)).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(calls().stream().filter(call -> call.startsWith("apt-get")))
        .extracting(call -> call.split(" ", -1)[2])
        .containsExactly("install", "update", "install");
  }

  @Test
  void onlySaysWhatItWouldInstallInADryRun() {
    Receipt receipt = host.installPackages(plan(true));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.WOULD_DO);
    assertThat(calls()).allMatch(call -> call.startsWith("dpkg-query"));
    assertThat(folder.resolve("home/cache")).doesNotExist();
  }

  @Test
  void makesRealSwapAboveWhatIsThereAndEntersItOnce() throws IOException {
    Receipt receipt = host.makeSwap(plan(false));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(swap).hasSize(SIZE.bytes());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(swap)))
        .isEqualTo("rw-------");
    assertThat(calls()).contains("swapon --priority 71 " + swap);
    assertThat(root.resolve("etc/fstab"))
        .content()
        .isEqualTo(
            """
            UUID=1 / ext4 defaults 0 1
            # >>> lotusflow swap
            %s none swap sw,nofail,pri=71 0 0
            # <<< lotusflow swap
            """
                .formatted(swap));
    Object inode = Files.getAttribute(root.resolve("etc/fstab"), "unix:ino");
    assertThat(host.makeSwap(plan(false)).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
    assertThat(Files.getAttribute(root.resolve("etc/fstab"), "unix:ino")).isEqualTo(inode);
  }

  @Test
  void turnsItOnAgainWhenAReBootDidNot() throws IOException {
    host.makeSwap(plan(false));
    put("proc/swaps", "Filename Type Size Used Priority\n");
    Receipt receipt = host.makeSwap(plan(false));
    assertThat(receipt.commands()).containsExactly(sudo("swapon --priority 50 " + swap));
  }

  @Test
  void goesOnWhereAnAttemptWasKilled() throws IOException {
    Files.writeString(Path.of(swap + ".lotusflow-making"), "half");
    assertThat(host.makeSwap(plan(false)).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(Path.of(swap + ".lotusflow-making")).doesNotExist();
  }

  @Test
  void takesAllOfItBack() throws IOException {
    String before = Files.readString(root.resolve("etc/fstab"));
    host.makeSwap(plan(false));
    assertThat(host.removeSwap(plan(false)).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(swap).doesNotExist();
    assertThat(root.resolve("etc/fstab")).hasContent(before);
    assertThat(root.resolve("proc/swaps")).content().doesNotContain(swap.toString());
    assertThat(host.removeSwap(plan(false)).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  @Test
  void refusesAFileThatIsNotItsOwn() throws IOException {
    Files.writeString(swap, "precious");
    Throwable thrown = catchThrowable(() -> host.makeSwap(plan(false)));
    assertThat(thrown).hasStackTraceContaining("SWAP_FILE_FOREIGN");
    assertThat(swap).hasContent("precious");
  }

  @Test
  void changesNothingForSwapInADryRun() {
    Receipt receipt = host.makeSwap(plan(true));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.WOULD_DO);
    assertThat(receipt.commands()).contains(sudo("mkswap " + swap + ".lotusflow-making"));
    assertThat(swap).doesNotExist();
    assertThat(calls()).isEmpty();
  }

  @Test
  void takesEverythingFromTheMirrorOfTheSettings() {
    assertThat(
            AptSources.of(
                "https://mirror.example/",
                new OsRelease(Map.of("ID", "debian", "VERSION_CODENAME", "bookworm"))))
        .containsExactly(
            "deb https://mirror.example/debian/ bookworm main contrib non-free",
            "deb https://mirror.example/debian/ bookworm-updates main contrib non-free",
            "deb https://mirror.example/debian-security/ bookworm-security main contrib non-free");
  }

  private static String sudo(String command) {
    return io.lotusflow.process.Sudo.needed() ? "sudo " + command : command;
  }

  private HostPlan plan(boolean dryRun) {
    return new HostPlan(
        new Scope(new NodeId("node-1"), new HostId("host-1"), Language.ENGLISH, dryRun),
        List.of("jq", "gcc"),
        Optional.of(SIZE),
        swap.toString(),
        1048576,
        new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), ""));
  }

  private List<String> calls() {
    try {
      Path calls = folder.resolve("calls");
      return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  private void stub(String name, String body) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(
        file,
        """
        #!/bin/sh
        RECORDS=%s
        MACHINE=%s
        printf '%%s\n' "%s $*" >> "$RECORDS/calls"
        %s
        """
            .formatted(folder, root, name, body));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
