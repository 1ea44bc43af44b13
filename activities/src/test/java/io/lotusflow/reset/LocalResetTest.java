package io.lotusflow.reset;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalResetTest {
  private static final String SECTORS = "{\"Live\":%d,\"Active\":0,\"Faulty\":0}";

  private final FakeNode node = new FakeNode();
  private final LocalResetActivities reset = new LocalResetActivitiesImpl(beat -> {});
  @TempDir Path folder;

  @BeforeEach
  void aDaemonAndAMinerWithoutSectors() throws IOException {
    file("daemon/keystore/O5QWY3DFOQWXI");
    file("daemon/config.toml");
    file("daemon/datastore/chain/000001.sst");
    file("daemon/token");
    file("miner/keystore/MRXWK");
    file("miner/datastore/metadata/000001.ldb");
    file("miner/cache/s-t01000-1/p_aux");
    file("miner/storage.json");
    node.answering("ActorAddress", "\"t01000\"");
    sectors(0);
  }

  @AfterEach
  void end() {
    node.close();
  }

  private void file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private void sectors(int live) {
    node.answering("StateMinerSectorCount", SECTORS.formatted(live));
  }

  private LocalResetPlan plan(boolean sectorsUnknown) {
    return new LocalResetPlan(
        Plans.SCOPE,
        new BackupPlan(
            Plans.SCOPE,
            folder.resolve("backups").toString(),
            Optional.of(Plans.daemon(folder, node.address())),
            Optional.of(Plans.miner(folder, node.address())),
            List.of(),
            ""),
        Optional.empty(),
        sectorsUnknown);
  }

  @Test
  void countsWhatGoes() {
    LocalResetGround ground = reset.look(plan(false));
    assertThat(ground.folders())
        .containsExactly(folder.resolve("daemon").toString(), folder.resolve("miner").toString());
    assertThat(ground.bytes())
        .isEqualTo(
            List.of(
                    "daemon/datastore/chain/000001.sst",
                    "daemon/token",
                    "miner/keystore/MRXWK",
                    "miner/datastore/metadata/000001.ldb",
                    "miner/cache/s-t01000-1/p_aux",
                    "miner/storage.json")
                .stream()
                .mapToInt(String::length)
                .sum());
  }

  @Test
  void refusesAMinerThatHasSomethingToProve() {
    sectors(3);
    assertThat(Failures.of(() -> reset.look(plan(true))).getType()).isEqualTo("RESET_SECTORS_LIVE");
  }

  @Test
  void refusesADaemonWhoseMinerOnAnotherMachineHasSomethingToProve() {
    sectors(3);
    LocalResetPlan alone =
        new LocalResetPlan(
            Plans.SCOPE,
            new BackupPlan(
                Plans.SCOPE,
                folder.resolve("backups").toString(),
                Optional.of(Plans.daemon(folder, node.address())),
                Optional.empty(),
                List.of(),
                ""),
            Optional.of(Plans.miner(Path.of("/srv/elsewhere"), node.address())),
            false);
    assertThat(Failures.of(() -> reset.look(alone)).getType()).isEqualTo("RESET_SECTORS_LIVE");
  }

  /** Its daemon is what is broken, perhaps. */
  @Test
  void refusesWhereNobodyKnowsUnlessAPersonDoes() {
    node.failing("StateMinerSectorCount", 500);
    assertThat(Failures.of(() -> reset.look(plan(false))).getType())
        .isEqualTo("RESET_SECTORS_UNKNOWN");
    assertThat(reset.look(plan(true)).folders()).hasSize(2);
  }

  @Test
  void takesAllButTheDaemonsKeysAndConfigurationAndDeletesNothing() {
    reset.moveAside(plan(false), "20261130-010203");

    assertThat(folder.resolve("daemon"))
        .isDirectoryContaining(path -> path.endsWith("keystore"))
        .isDirectoryContaining(path -> path.endsWith("config.toml"))
        .isDirectoryNotContaining(path -> path.endsWith("datastore"))
        .isDirectoryNotContaining(path -> path.endsWith("token"));
    assertThat(folder.resolve("daemon/lotusflow-reset-20261130-010203/datastore/chain/000001.sst"))
        .hasContent("daemon/datastore/chain/000001.sst");
    assertThat(folder.resolve("miner.reset-20261130-010203"))
        .isDirectoryContaining(path -> path.endsWith("keystore"))
        .isDirectoryContaining(path -> path.endsWith("cache"));
    assertThat(folder.resolve("miner")).doesNotExist();
  }

  @Test
  void aSecondAttemptMovesWhatIsLeft() throws IOException {
    reset.moveAside(plan(false), "a");
    file("daemon/api");
    Receipt second = reset.moveAside(plan(false), "a");
    assertThat(second.commands()).containsExactly(mv("daemon/api", "daemon/lotusflow-reset-a"));
    assertThat(folder.resolve("daemon/lotusflow-reset-a/api")).exists();
    assertThat(reset.look(plan(false)).folders()).isEmpty();
  }

  private String mv(String from, String to) {
    return "mv " + folder.resolve(from) + ' ' + folder.resolve(to);
  }

  @Test
  void touchesNoRepositoryThatSomebodyHas() throws IOException {
    Path lock = Files.createFile(folder.resolve("daemon/repo.lock"));
    try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw");
        var held = file.getChannel().lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(Failures.of(() -> reset.moveAside(plan(false), "a")).getType())
          .isEqualTo("RESET_IN_USE");
    }
    assertThat(folder.resolve("daemon/datastore")).exists();
  }
}
