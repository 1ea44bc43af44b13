package io.lotusflow.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a child process that attaches as {@code lotus-miner} does: transcripts 158 to 163. */
class StorageActivitiesTest {
  private final FakeNode miner = new FakeNode();
  @TempDir Path folder;
  private StorageActivitiesImpl storage;
  private Path binary;

  @BeforeEach
  void begin() throws IOException {
    binary =
        FakeBinary.write(
            folder.resolve("lotus-miner"),
            """
            for p; do :; done
            if [ "$3" = --init ]; then
              [ -e "$p/sectorstore.json" ] && { echo 'ERROR: path is already initialized' >&2; exit 1; }
              echo '{"ID":"id-'$(basename "$p")'"}' > "$p/sectorstore.json"
              [ -e "$here/die" ] && { rm "$here/die"; kill -9 $$; }
            fi
            echo "$p" >> "$here/attached"
            """);
    Files.createFile(folder.resolve("attached"));
    Files.createDirectory(folder.resolve("miner"));
    Files.createFile(folder.resolve("fstab"));
    Files.createFile(folder.resolve("mounts"));
    storage =
        new StorageActivitiesImpl(
            new Programs(),
            new Mounts(folder.resolve("fstab"), folder.resolve("mounts")),
            beat -> {});
    miner
        .answering(
            "StorageLocal",
            params ->
                attached().stream()
                    .map(path -> "\"id-%s\":\"%s\"".formatted(Path.of(path).getFileName(), path))
                    .collect(Collectors.joining(",", "{", "}")))
        .answering("Version", "{\"Version\":\"1.36.2+mainnet\"}")
        .answering("StorageList", "{}")
        .answering("StorageInfo", "{\"CanSeal\":true,\"CanStore\":false,\"Weight\":10}");
  }

  @AfterEach
  void end() {
    miner.close();
  }

  private List<String> attached() {
    try {
      return Files.readAllLines(folder.resolve("attached"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoragePath path(String name) {
    return new StoragePath(
        folder.resolve(name).toString(), true, false, 10, Optional.of(ByteSize.parse("1TiB")));
  }

  private StoragePlan plan() {
    return new StoragePlan(
        Plans.SCOPE,
        binary.toString(),
        NodeApi.local(folder.resolve("miner").toString(), miner.address()),
        NodeApi.local(folder.resolve("daemon").toString(), miner.address()),
        List.of());
  }

  private String refused(String name) {
    return Failures.of(() -> storage.attach(plan(), path(name))).getType();
  }

  @Test
  void attachesAPathOnce() {
    AttachedPath attached = storage.attach(plan(), path("seal"));
    assertThat(attached.id()).isEqualTo("id-seal");
    assertThat(attached.receipt().commands())
        .containsExactly(
            binary
                + " storage attach --init --seal --weight=10 --max-storage=1TiB "
                + folder.resolve("seal"));
    assertThat(storage.attach(plan(), path("seal")).receipt().outcome())
        .isEqualTo(Outcome.ALREADY_SO);
    assertThat(FakeBinary.calls(binary, "storage attach")).isEqualTo(1);
  }

  @Test
  void tellsTheMinerOfGroups() {
    StoragePath grouped =
        new StoragePath(
            folder.resolve("seal").toString(),
            true,
            false,
            5,
            Optional.empty(),
            List.of("nvme", "fast"),
            List.of("hdd"));
    assertThat(storage.attach(plan(), grouped).receipt().commands())
        .containsExactly(
            binary
                + " storage attach --init --seal --weight=5 --groups=nvme --groups=fast"
                + " --allow-to=hdd "
                + folder.resolve("seal"));
    miner.answering("Version", "{\"Version\":\"1.13.1+mainnet\"}");
    StoragePath another =
        new StoragePath(
            folder.resolve("other").toString(),
            true,
            false,
            5,
            Optional.empty(),
            List.of("nvme"),
            List.of());
    assertThat(Failures.of(() -> storage.attach(plan(), another)).getType())
        .isEqualTo("STORAGE_OPTION_TOO_NEW");
    assertThat(folder.resolve("other")).doesNotExist();
  }

  @Test
  void goesOnWhereAnAttemptDiedBetweenItsTwoActs() throws IOException {
    Files.createFile(folder.resolve("die"));
    assertThat(refused("seal")).isEqualTo("STORAGE_NOT_ATTACHED");
    AttachedPath attached = storage.attach(plan(), path("seal"));
    assertThat(attached.id()).isEqualTo("id-seal");
    assertThat(FakeBinary.calls(binary, "storage attach --init")).isEqualTo(1);
  }

  @Test
  void beginsAgainWhereTheIdWasNotEvenWritten() throws IOException {
    Files.createDirectory(folder.resolve("seal"));
    Files.createFile(folder.resolve("seal/sectorstore.json"));
    assertThat(storage.attach(plan(), path("seal")).id()).isEqualTo("id-seal");
  }

  @Test
  void refusesForeignFiles() throws IOException {
    Files.createDirectories(folder.resolve("seal/sealed"));
    Files.createDirectory(folder.resolve("seal/lost+found"));
    Files.createFile(folder.resolve("seal/sealed/s-t01000-7"));
    assertThat(storage.attach(plan(), path("seal")).id()).isEqualTo("id-seal");
    Files.createDirectories(folder.resolve("other/sealed"));
    Files.createFile(folder.resolve("other/sealed/notes.txt"));
    assertThat(refused("other")).isEqualTo("STORAGE_FOREIGN_FILES");
  }

  @Test
  void refusesAPathInARepository() {
    assertThat(refused("miner/storage")).isEqualTo("STORAGE_IN_REPOSITORY");
  }

  @Test
  void refusesAPathWhoseDiskIsNotMounted() throws IOException {
    Files.writeString(folder.resolve("fstab"), "UUID=1 %s ext4 defaults 0 2\n".formatted(folder));
    assertThat(refused("seal")).isEqualTo("STORAGE_NOT_MOUNTED");
    Files.writeString(folder.resolve("mounts"), "/dev/x %s ext4 rw 0 0\n".formatted(folder));
    assertThat(storage.attach(plan(), path("seal")).id()).isEqualTo("id-seal");
  }

  @Test
  void refusesACopyOfAPathThatIsAttached() throws IOException {
    miner.answering("StorageList", "{\"id-original\":[]}");
    Files.createDirectory(folder.resolve("copy"));
    Files.writeString(folder.resolve("copy/sectorstore.json"), "{\"ID\":\"id-original\"}");
    assertThat(refused("copy")).isEqualTo("STORAGE_DUPLICATE_ID");
  }

  @Test
  void saysThatAPathIsAttachedForAnotherUse() {
    storage.attach(plan(), path("seal"));
    miner.answering("StorageInfo", "{\"CanSeal\":false,\"CanStore\":true}");
    assertThat(refused("seal")).isEqualTo("STORAGE_DIFFERS");
  }
}
