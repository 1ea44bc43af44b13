package io.lotusflow.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotusflow.files.FolderTree;
import io.lotusflow.home.Home;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.process.Programs;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.service.ServiceUnit;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {

  private static final String KEY = "{\"Type\":\"bls\",\"PrivateKey\":\"c2VjcmV0IHNlY3JldA==\"}";

  /** What Lotus writes where there is one entry, "/k" with the value "v". */
  private static final byte[] METADATA =
      withDigest(new byte[] {(byte) 0x9f, (byte) 0x82, 0x42, '/', 'k', 0x41, 'v', (byte) 0xff});

  @TempDir Path folder;
  private Path repo;
  private Path key;
  private boolean daemonRuns;
  private BackupActivitiesImpl backups;

  @BeforeEach
  void aDaemonWithOneKey() throws IOException {
    repo = Files.createDirectories(folder.resolve("daemon"));
    key = Files.createDirectories(repo.resolve("keystore")).resolve("O5QWY3DFOQWXI");
    Files.writeString(key, KEY);
    Files.writeString(repo.resolve("config.toml"), "[API]\n");
    Files.write(folder.resolve("metadata"), METADATA);
    lotus("for file; do :; done; cp %s \"$file\"".formatted(folder.resolve("metadata")));
    backups =
        new BackupActivitiesImpl(
            new Home(folder.resolve("home")), new Programs(), new Services(), progress -> {});
  }

  private static byte[] withDigest(byte[] array) {
    try {
      byte[] sum = java.security.MessageDigest.getInstance("SHA-256").digest(array);
      byte[] whole = new byte[1 + array.length + 2 + sum.length];
      whole[0] = (byte) 0x82;
      System.arraycopy(array, 0, whole, 1, array.length);
      whole[1 + array.length] = 0x58;
      whole[2 + array.length] = 0x20;
      System.arraycopy(sum, 0, whole, 3 + array.length, sum.length);
      return whole;
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void lotus(String body) throws IOException {
    Path script = Files.writeString(folder.resolve("lotus"), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private BackupPlan plan(String passphraseFile) {
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, false);
    ServicePlan service = service(scope);
    DaemonPlan daemon =
        new DaemonPlan(
            scope,
            Network.REHEARSAL,
            folder.resolve("lotus").toString(),
            NodeApi.local(repo.toString(), "/ip4/127.0.0.1/tcp/1/http"),
            List.of(),
            List.of(),
            true,
            "",
            List.of(),
            new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), ""),
            service,
            Duration.ofMinutes(1));
    return new BackupPlan(
        scope,
        folder.resolve("backups").toString(),
        Optional.of(daemon),
        Optional.empty(),
        List.of(service),
        passphraseFile);
  }

  private ServicePlan service(Scope scope) {
    return new ServicePlan(
        scope,
        ServicePlan.Manager.SUPERVISED,
        new ServiceUnit(
            "lotus-daemon-of-a-test",
            "",
            List.of("/bin/true"),
            Map.of(),
            repo.toString(),
            "",
            1,
            "",
            "",
            List.of(),
            List.of(),
            folder.resolve("log").toString(),
            Duration.ofSeconds(1)));
  }

  private String passphrase() throws IOException {
    Path file = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  @Test
  void savesAndReadsBackWhatOnlyItsOwnerMaySee() throws IOException {
    Backup made = backups.create(plan(""), "one");

    assertThat(made.isWhole()).isTrue();
    Path backup = Path.of(made.folder());
    assertThat(backup.resolve("daemon/keystore/O5QWY3DFOQWXI")).hasContent(KEY);
    assertThat(Files.readAllBytes(backup.resolve("daemon/metadata.backup"))).isEqualTo(METADATA);
    try (Stream<Path> all = Files.walk(backup.getParent())) {
      assertThat(all)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .matches("rw[x-]------"));
    }
    assertThat(backups.create(plan(""), "one").receipt().outcome())
        .isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  @Test
  void aRunningDaemonThatGivesNothingIsAskedAgainWhenItIsStopped() throws IOException {
    daemonRuns = true;
    lotus("echo ERROR: LOTUS_BACKUP_BASE_PATH env var not set >&2; exit 1");
    Backup without = backups.create(plan(""), "one");
    assertThat(without.without()).containsExactly("daemon");

    daemonRuns = false;
    lotus("[ \"$2\" = --offline ] || exit 1; cp %s \"$3\"".formatted(folder.resolve("metadata")));
    Backup whole = backups.complete(plan(""), without);
    assertThat(whole.isWhole()).isTrue();
    assertThat(BackupReading.at(Path.of(whole.folder()), "").look(() -> {}).faults()).isEmpty();
  }

  @Test
  void metadataThatIsCutIsNoBackup() throws IOException {
    Files.write(folder.resolve("metadata"), java.util.Arrays.copyOf(METADATA, 12));
    assertThatThrownBy(() -> backups.create(plan(""), "one"))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("metadata.backup");
    assertThat(folder.resolve("backups/one")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"daemon/keystore/O5QWY3DFOQWXI", "daemon/config.toml"})
  void findsOneChangedByte(String file) throws IOException {
    Path backup = Path.of(backups.create(plan(""), "one").folder());
    byte[] bytes = Files.readAllBytes(backup.resolve(file));
    bytes[bytes.length - 1] ^= 1;
    Files.write(backup.resolve(file), bytes);
    assertThat(BackupReading.at(backup, "").look(() -> {}).faults())
        .containsExactly(file + " has another digest");
  }

  @Test
  void findsWhatIsMissingOrFromElsewhere() throws IOException {
    Path backup = Path.of(backups.create(plan(""), "one").folder());
    Files.delete(backup.resolve("daemon/config.toml"));
    Files.writeString(backup.resolve("daemon/other"), "");
    assertThat(BackupReading.at(backup, "").look(() -> {}).faults())
        .containsExactlyInAnyOrder(
            "daemon/other is not in the manifest", "daemon/config.toml is missing");
  }

  @Test
  void encryptedItHasNoWordOfTheKeyAndOpensWithItsPassphraseOnly() throws IOException {
    Path backup = Path.of(backups.create(plan(passphrase()), "one").folder());
    try (Stream<Path> all = Files.walk(backup)) {
      assertThat(all.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(latin(file)).doesNotContain("PrivateKey"));
    }
    assertThat(BackupReading.at(backup, passphrase()).look(() -> {}).faults()).isEmpty();
    Files.writeString(Path.of(passphrase()), "another passphrase");
    String other = folder.resolve("passphrase").toString();
    assertThatThrownBy(() -> BackupReading.at(backup, other).look(() -> {}))
        .hasMessageContaining("another passphrase");
  }

  private static String latin(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void refusesAPassphraseThatOthersCanRead() throws IOException {
    String file = passphrase();
    Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> backups.create(plan(file), "one")).hasMessageContaining("chmod 600");
  }

  @Test
  void refusesAFolderThatOthersLookInto() throws IOException {
    Path open = Files.createDirectories(folder.resolve("backups"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> backups.create(plan(""), "one")).hasMessageContaining("rwxr-xr-x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void putsALostKeyBackAndLeavesTheMetadata(boolean encrypted) throws IOException {
    BackupPlan plan = plan(encrypted ? passphrase() : "");
    String backup = backups.create(plan, "one").folder();
    Files.delete(key);
    Files.writeString(repo.resolve("config.toml"), "[API]\n# newer\n");

    backups.restore(new RestorePlan(plan.scope(), plan, backup, false));

    assertThat(key).hasContent(KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(repo.resolve("config.toml")).content().contains("newer");
    assertThat(repo.resolve("metadata.backup")).doesNotExist();
  }

  @Test
  void onRequestAConfigurationTooAndKeepsTheOneThatWasThere() throws IOException {
    BackupPlan plan = plan("");
    String backup = backups.create(plan, "one").folder();
    Files.writeString(repo.resolve("config.toml"), "# newer\n");

    backups.restore(new RestorePlan(plan.scope(), plan, backup, true));

    assertThat(repo.resolve("config.toml")).hasContent("[API]\n");
    assertThat(repo.resolve("config.toml.before-restore")).hasContent("# newer\n");
  }

  @Test
  void keepsWhatAnEarlierRestoreHasKept() throws IOException {
    BackupPlan plan = plan("");
    String backup = backups.create(plan, "one").folder();
    for (String text : List.of("# first\n", "# second\n")) {
      Files.writeString(repo.resolve("config.toml"), text);
      backups.restore(new RestorePlan(plan.scope(), plan, backup, true));
    }
    assertThat(repo.resolve("config.toml.before-restore")).hasContent("# first\n");
    assertThat(repo.resolve("config.toml.before-restore-2")).hasContent("# second\n");
  }

  /** As root puts back for a service that runs as another user. */
  @Test
  void whatWasPutBackBelongsToWhoeverHasTheRepository() throws IOException {
    assumeTrue("root".equals(Files.getOwner(repo).getName()), "wants root");
    BackupPlan plan = plan("");
    String backup = backups.create(plan, "one").folder();
    FolderTree.delete(repo.resolve("keystore"));
    Files.setAttribute(repo, "unix:uid", 4711);

    backups.restore(new RestorePlan(plan.scope(), plan, backup, false));

    assertThat(Files.getAttribute(key, "unix:uid")).isEqualTo(4711);
    assertThat(Files.getAttribute(key.getParent(), "unix:uid")).isEqualTo(4711);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void opensAllOfItForItsOwnerAlone(boolean encrypted) throws IOException {
    String passphrase = encrypted ? passphrase() : "";
    Path backup = Path.of(backups.create(plan(passphrase), "one").folder());
    Path to = folder.resolve("opened");

    BackupReading.at(backup, passphrase).open(to, () -> {});

    assertThat(Files.readAllBytes(to.resolve("daemon/metadata.backup"))).isEqualTo(METADATA);
    assertThat(to.resolve("daemon/keystore/O5QWY3DFOQWXI")).hasContent(KEY);
    try (Stream<Path> all = Files.walk(to)) {
      assertThat(all)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .matches("rw[x-]------"));
    }
    assertThatThrownBy(() -> BackupReading.at(backup, passphrase).open(to, () -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void opensNothingWithoutItsPassphrase() throws IOException {
    Path backup = Path.of(backups.create(plan(passphrase()), "one").folder());
    Path to = folder.resolve("opened");
    assertThatThrownBy(() -> BackupReading.at(backup, "").open(to, () -> {}))
        .hasMessageContaining("passphrase");
    assertThat(to).doesNotExist();
  }

  /** Of a disk that is not mounted, say. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aKeystoreWithoutKeysIsNoBackup(boolean folderIsThere) throws IOException {
    Files.delete(key);
    if (!folderIsThere) {
      Files.delete(key.getParent());
    }
    assertThatThrownBy(() -> backups.create(plan(""), "one")).hasMessageContaining("keystore");
    assertThat(folder.resolve("backups/one")).doesNotExist();
  }

  @Test
  void neverOverwritesAKey() throws IOException {
    BackupPlan plan = plan("");
    String backup = backups.create(plan, "one").folder();
    Files.writeString(key, "another key");
    Path lost = repo.resolve("keystore/ANOTHER");

    assertThatThrownBy(() -> backups.restore(new RestorePlan(plan.scope(), plan, backup, true)))
        .hasMessageContaining("another key than the backup");
    assertThat(key).hasContent("another key");
    assertThat(lost).doesNotExist();
  }

  @Test
  void putsNothingBackUnderARunningDaemon() throws IOException {
    BackupPlan plan = plan("");
    String backup = backups.create(plan, "one").folder();
    Files.delete(key);
    daemonRuns = true;
    assertThatThrownBy(() -> backups.restore(new RestorePlan(plan.scope(), plan, backup, false)))
        .hasMessageContaining("runs");
    assertThat(key).doesNotExist();
  }

  /** Tells what the test says; nobody may start or stop anything. */
  private final class Services implements ServiceActivities {
    @Override
    public Receipt install(ServicePlan plan) {
      throw new AssertionError();
    }

    @Override
    public ServiceStatus start(ServicePlan plan) {
      throw new AssertionError();
    }

    @Override
    public ServiceStatus stop(ServicePlan plan) {
      throw new AssertionError();
    }

    @Override
    public ServiceStatus restart(ServicePlan plan) {
      throw new AssertionError();
    }

    @Override
    public ServiceStatus status(ServicePlan plan) {
      return new ServiceStatus(
          Receipt.alreadySo(""), true, daemonRuns, daemonRuns ? 1 : 0, Optional.empty(), 0);
    }

    @Override
    public Receipt uninstall(ServicePlan plan) {
      throw new AssertionError();
    }
  }
}
