package io.lotusflow.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Plans;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageCheckTest {

  @TempDir private Path folder;
  private final FakeNode miner = new FakeNode();
  private final List<StoragePath> named = new ArrayList<>();

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectory(folder.resolve("miner"));
    Files.createFile(folder.resolve("fstab"));
    Files.createFile(folder.resolve("mounts"));
  }

  @AfterEach
  void end() {
    miner.close();
  }

  private Path path(String name, String id) throws IOException {
    Path path = Files.createDirectories(folder.resolve(name));
    Files.writeString(path.resolve("sectorstore.json"), "{\"ID\":\"" + id + "\"}");
    Files.createDirectories(path.resolve("sealed/s-t01000-7"));
    return path;
  }

  private void opened(Path... paths) throws IOException {
    opened(List.of(paths).stream().map(Path::toString).toList());
  }

  private void opened(List<String> paths) throws IOException {
    String entries =
        paths.stream().map(path -> "{\"Path\":\"" + path + "\"}").collect(Collectors.joining(","));
    Files.writeString(folder.resolve("miner/storage.json"), "{\"StoragePaths\":[" + entries + "]}");
  }

  private void name(Path path) {
    named.add(new StoragePath(path.toString(), true, true, 10, Optional.empty()));
  }

  private List<Finding> look() {
    StoragePlan plan =
        new StoragePlan(
            Plans.SCOPE,
            "/usr/local/bin/lotus-miner",
            NodeApi.local(folder.resolve("miner").toString(), miner.address()),
            NodeApi.local(folder.resolve("daemon").toString(), miner.address()),
            named);
    Mounts mounts = new Mounts(folder.resolve("fstab"), folder.resolve("mounts"));
    return new StorageCheck(plan, new ByteSize(2048), mounts).look();
  }

  private List<String> bad() {
    return look().stream()
        .filter(finding -> finding.level() != Level.OK)
        .map(finding -> finding.level() + " " + finding.seen())
        .toList();
  }

  private void answers(Path path, String id, long available) {
    miner
        .answering("StorageLocal", "{\"" + id + "\":\"" + path + "\"}")
        .answering("StorageList", "{\"" + id + "\":[]}")
        .answering(
            "StorageInfo",
            "{\"ID\":\"x\",\"CanSeal\":true,\"CanStore\":true,\"Weight\":10,\"URLs\":[]}")
        .answering(
            "StorageStat", "{\"Capacity\":1000000,\"Available\":" + available + ",\"Reserved\":0}");
  }

  @Test
  void hasNothingToSayWhereAllIsInOrder() throws IOException {
    Path path = path("one", "id-1");
    opened(path);
    name(path);
    answers(path, "id-1", 100_000);
    assertThat(bad()).isEmpty();
    assertThat(look())
        .extracting(Finding::seen)
        .containsExactly(path + ": in order, files of 1 sectors");
  }

  @Test
  void looksAtFilesWhereTheMinerIsDown() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    opened(gone, path("one", "same"), path("copy", "same"));
    miner.close();
    assertThat(bad())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("REFUSE " + gone).contains("no sectorstore.json"),
            second -> assertThat(second).startsWith("REFUSE").contains("has the id same"),
            third -> assertThat(third).startsWith("WARNING The miner does not answer"));
  }

  @Test
  void findsAPathThatIsThereTwiceAndForeignFiles() throws IOException {
    Path path = path("one", "id-1");
    Files.createFile(path.resolve("sealed/notes.txt"));
    opened(List.of(path + "/", path.toString()));
    name(path);
    answers(path, "id-1", 100_000);
    assertThat(bad())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("REFUSE").contains("sealed/notes.txt"),
            second -> assertThat(second).startsWith("REFUSE").contains("twice"));
  }

  @Test
  void findsADiskThatIsNotMountedAndTooLittleRoom() throws IOException {
    Path disk = path("disk", "id-1");
    opened(disk);
    answers(disk, "id-1", 2048 * 15);
    assertThat(bad())
        .satisfiesExactly(
            first -> assertThat(first).contains("settings do not name"),
            second -> assertThat(second).contains("30KiB are free"));
    Files.writeString(folder.resolve("fstab"), "/dev/sdb1 " + disk + " xfs defaults 0 0\n");
    assertThat(bad()).first().asString().startsWith("REFUSE " + disk).contains("not mounted");
  }
}
