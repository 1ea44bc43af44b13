package io.lotusflow.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lotusflow.car.Snapshots;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.Failures;
import io.lotusflow.node.LeaseAsk;
import io.lotusflow.node.Plans;
import io.lotusflow.node.Step;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Problem;
import io.lotusflow.run.Receipt.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a child process that writes what {@code lotus chain export} would, and a node's answers. */
class ExportActivitiesTest {
  private static final int TIPSETS = 1200;

  private final List<JobProgress> beats = new CopyOnWriteArrayList<>();
  private final FakeNode node = new FakeNode();
  private final byte[] full = Snapshots.car(TIPSETS);
  @TempDir Path folder;
  private Path exports;
  private Path lotus;
  private Step step;
  private ExportActivities activities;
  private long head;

  @BeforeEach
  void begin() throws IOException {
    head = Snapshots.height(TIPSETS);
    exports = folder.resolve("exports");
    Files.createDirectories(folder.resolve("daemon/datastore"));
    Files.write(folder.resolve("daemon/datastore/000.vlog"), new byte[4096]);
    Files.write(folder.resolve("full.car"), full);
    Files.write(folder.resolve("pruned.car"), Snapshots.pruned(TIPSETS, 900));
    lotus =
        FakeBinary.write(
            folder.resolve("lotus"),
            """
            for file; do :; done
            car=full.car; case "$*" in *--skip-old-msgs*) car=pruned.car;; esac
            [ -e "$here/other" ] && car=other.car
            head -c 100000 "$here/$car" > "$file"
            while [ -e "$here/hang" ]; do sleep 0.05; done
            if [ -e "$here/cut" ]; then
              rm "$here/cut"; echo 'ERROR: incomplete export (remote connection lost?)' >&2; exit 1
            fi
            cat "$here/$car" > "$file" ||
              { echo "ERROR: write $file: no space left on device" >&2; exit 1; }
            """);
    String tipset = "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":1,\"ParentBaseFee\":\"1\"}]}";
    node.answering("ChainHead", tipset.formatted(head + 50))
        .answering("ChainGetFinalizedTipSet", tipset.formatted(head))
        .answering("ChainGetTipSetByHeight", params -> tipset.formatted(params.get(0).asLong()));
    step = new Step(folder);
    activities =
        step.stub(
            ExportActivities.class,
            new ExportActivitiesImpl(step.jobs, new JobSteps(step.jobs), beats::add));
  }

  @AfterEach
  void end() {
    step.close();
    node.close();
  }

  private ExportPlan plan(long roots, boolean compress, int keep) {
    return plan(Plans.daemon(folder, node.address()), roots, compress, keep);
  }

  private ExportPlan plan(DaemonPlan daemon, long roots, boolean compress, int keep) {
    return new ExportPlan(
        daemon.scope(),
        daemon,
        exports.toString(),
        roots,
        roots > 0,
        "",
        compress,
        keep,
        Optional.empty(),
        LeaseAsk.IfBusy.WAIT,
        LeaseAsk.FOR_EVER);
  }

  private ExportedSnapshot export(ExportPlan plan) {
    ExportDraft draft = activities.look(plan);
    activities.write(plan, draft);
    if (plan.compress()) {
      activities.pack(plan, draft);
    }
    ExportedSnapshot snapshot = activities.publish(plan, draft, activities.verify(plan, draft));
    activities.retain(plan, snapshot);
    return snapshot;
  }

  private List<String> there() throws IOException {
    if (!Files.exists(exports)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(exports)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> arguments(ApplicationFailure failure) {
    return failure.getDetails().get(Problem.Details.class).arguments();
  }

  @Test
  void putsTheNewestFinalTipsetUnderItsNameWithChecksumAndNote() throws IOException {
    ExportedSnapshot snapshot = export(plan(1000, false, 3));

    Path file = Path.of(snapshot.path());
    assertThat(file).hasSameBinaryContentAs(folder.resolve("pruned.car"));
    assertThat(file.getFileName().toString())
        .matches("lotusflow_node-1_rehearsal_\\d{8}T\\d{6}Z_" + head + "_pruned\\.car");
    assertThat(snapshot.height()).isEqualTo(head);
    assertThat(exports.resolve(file.getFileName() + ".sha256sum"))
        .hasContent(snapshot.sha256() + "  " + file.getFileName());
    assertThat(there()).hasSize(3);
    assertThat(Files.readString(folder.resolve("lotus.calls")))
        .contains(
            "chain export --tipset=@%d --recent-stateroots=1000 --skip-old-msgs %s.part"
                .formatted(head, file));
  }

  @Test
  void exportsAFullChainAndCompressesIt() throws IOException {
    ExportedSnapshot snapshot = export(plan(0, true, 3));

    assertThat(snapshot.path()).endsWith("_full.car.zst");
    Path unpacked = folder.resolve("unpacked.car");
    Zstd.unpack(Path.of(snapshot.path()), unpacked, bytes -> {});
    assertThat(unpacked).hasBinaryContent(full);
    assertThat(snapshot.bytes()).isLessThan(full.length);
    assertThat(there()).noneMatch(name -> name.endsWith("part") || name.endsWith("packing"));
    assertThat(Files.readString(folder.resolve("lotus.calls"))).doesNotContain("--skip-old-msgs");
  }

  @Test
  void refusesWhatLacksStatesOrMessages() throws IOException {
    ExportPlan more = plan(1100, false, 3);
    ExportDraft draft = activities.look(more);
    activities.write(more, draft);
    ApplicationFailure states = Failures.of(() -> activities.verify(more, draft));
    assertThat(states.getType()).isEqualTo("EXPORT_NOT_WHOLE");
    assertThat(arguments(states)).contains("the states of 1100 epochs");
    activities.discard(more);
    assertThat(there()).isEmpty();

    Files.createFile(folder.resolve("other"));
    Files.copy(folder.resolve("pruned.car"), folder.resolve("other.car"));
    ExportPlan all = plan(0, false, 3);
    ExportDraft second = activities.look(all);
    activities.write(all, second);
    assertThat(Failures.of(() -> activities.verify(all, second)).getType())
        .isEqualTo("EXPORT_NOT_WHOLE");
  }

  @Test
  void refusesADamagedFile() throws IOException {
    byte[] flipped = full.clone();
    flipped[flipped.length / 2] ^= 1;
    Files.write(folder.resolve("full.car"), flipped);
    ExportPlan plan = plan(0, false, 3);
    ExportDraft draft = activities.look(plan);
    activities.write(plan, draft);

    assertThat(Failures.of(() -> activities.verify(plan, draft)).getType())
        .isEqualTo("EXPORT_UNSOUND");
  }

  @Test
  void anExportThatIsCutLeavesNothingAndIsTriedAgain() throws IOException {
    Files.createFile(folder.resolve("cut"));
    ExportPlan plan = plan(0, false, 3);
    ExportDraft draft = activities.look(plan);
    ApplicationFailure failure = Failures.of(() -> activities.write(plan, draft));

    assertThat(failure.getType()).isEqualTo("EXPORT_FAILED");
    assertThat(arguments(failure).get(1)).contains("incomplete export");
    assertThat(there()).isEmpty();
    assertThat(activities.write(plan, draft).bytes()).isEqualTo(full.length);
  }

  @Test
  void aJobWhoseTreeWasKilledStartsOver() throws IOException {
    Files.createFile(folder.resolve("hang"));
    ExportPlan plan = plan(0, false, 3);
    ExportDraft draft = activities.look(plan);
    Thread attempt = new Thread(() -> activities.write(plan, draft));
    attempt.start();
    await().until(() -> there().stream().anyMatch(name -> name.endsWith(".car.part")));
    step.jobs
        .list()
        .forEach(
            job ->
                ProcessHandle.of(job.pid())
                    .ifPresent(
                        leader -> {
                          leader.descendants().forEach(ProcessHandle::destroyForcibly);
                          leader.destroyForcibly();
                        }));
    Files.delete(folder.resolve("hang"));
    await().atMost(Duration.ofSeconds(30)).until(() -> !attempt.isAlive());

    assertThat(exports.resolve(draft.name() + ".part")).hasBinaryContent(full);
    assertThat(FakeBinary.calls(lotus, "chain export")).isEqualTo(2);
  }

  @Test
  void aSecondAttemptAfterTheEndFindsItDone() throws IOException {
    ExportPlan plan = plan(0, true, 3);
    ExportDraft draft = activities.look(plan);
    activities.write(plan, draft);
    activities.pack(plan, draft);
    WrittenExport again = activities.pack(plan, draft);
    assertThat(Path.of(again.path())).exists();
    ProvenExport proven = activities.verify(plan, draft);
    activities.publish(plan, draft, proven);

    assertThat(activities.publish(plan, draft, proven).receipt().outcome())
        .isEqualTo(Outcome.ALREADY_SO);
    assertThat(there()).hasSize(3);
  }

  @Test
  void theNextExportSweepsUpItsOwnRemainsAndNobodyElses() throws IOException {
    Files.createDirectories(exports);
    String mine = "lotusflow_node-1_rehearsal_20260101T000000Z_7_full.car";
    String others = "lotusflow_node-2_rehearsal_20260101T000000Z_7_full.car.part";
    for (String name :
        List.of(mine + ".part", mine + ".zst.packing", mine + ".sha256sum", others, "x.part")) {
      Files.createFile(exports.resolve(name));
    }
    activities.look(plan(0, false, 3));

    assertThat(there()).containsExactly(others, "x.part");
  }

  @Test
  void keepsTheNewestAndNeverTouchesAStranger() throws IOException {
    Files.createDirectories(exports);
    String stranger = "lotusflow_node-1_rehearsal_20200101T000000Z_7_pruned.car";
    Files.createFile(exports.resolve(stranger));
    ExportedSnapshot first = export(plan(1000, false, 2));
    ExportedSnapshot other = export(plan(0, false, 2));
    ExportedSnapshot second = export(plan(1000, false, 2));
    Files.writeString(Path.of(second.path()), "more", java.nio.file.StandardOpenOption.APPEND);
    ExportedSnapshot third = export(plan(1000, false, 2));
    ExportedSnapshot fourth = export(plan(1000, false, 2));

    assertThat(Path.of(first.path())).doesNotExist();
    assertThat(Path.of(first.path() + ".sha256sum")).doesNotExist();
    assertThat(List.of(other, second, third, fourth))
        .allSatisfy(kept -> assertThat(Path.of(kept.path())).exists());
    assertThat(exports.resolve(stranger)).exists();
  }

  @Test
  void refusesBeforeAnythingIsWrittenWhereTheDiskIsTooSmall() throws IOException {
    ExportPlan plan = plan(0, false, 3);
    ExportPlan huge =
        new ExportPlan(
            plan.scope(),
            plan.daemon(),
            plan.folder(),
            0,
            false,
            "",
            false,
            3,
            Optional.of(ByteSize.parse("1000TiB")),
            LeaseAsk.IfBusy.WAIT,
            LeaseAsk.FOR_EVER);
    ApplicationFailure failure = Failures.of(() -> activities.look(huge));

    assertThat(failure.getType()).isEqualTo("EXPORT_NO_ROOM");
    assertThat(arguments(failure)).contains("1000TiB", "[export] expected_size");
    assertThat(there()).isEmpty();
  }

  @Test
  void aDiskThatFillsUpOnTheWayKeepsNothingHalfWritten() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting takes root");
    exports = Files.createDirectory(folder.resolve("small"));
    run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", exports.toString());
    try {
      ExportPlan plan = plan(0, false, 3);
      ExportDraft draft = activities.look(plan);
      ApplicationFailure failure = Failures.of(() -> activities.write(plan, draft));

      assertThat(failure.getType()).isEqualTo("EXPORT_DISK_FULL");
      assertThat(there()).isEmpty();
    } finally {
      run("umount", "-l", exports.toString());
    }
  }

  private static void run(String... argv) {
    new Programs().run(Command.of(Duration.ofSeconds(10), argv));
  }

  @Test
  void aDryRunOnlyLooksAndSaysWhatItWouldType() throws IOException {
    ExportPlan plan = plan(Plans.dry(Plans.daemon(folder, node.address())), 1000, true, 1);
    ExportDraft draft = activities.look(plan);
    assertThat(activities.write(plan, draft).receipt().commands().get(0))
        .startsWith("LOTUS_PATH=" + folder.resolve("daemon"))
        .contains("chain export --tipset=@" + head);
    ProvenExport proven = activities.verify(plan, draft);
    ExportedSnapshot snapshot = activities.publish(plan, draft, proven);

    assertThat(activities.pack(plan, draft).receipt().outcome()).isEqualTo(Outcome.WOULD_DO);
    assertThat(snapshot.receipt().outcome()).isEqualTo(Outcome.WOULD_DO);
    assertThat(exports).doesNotExist();
    assertThat(step.jobs.list()).isEmpty();
  }

  @Test
  void namesAHeightThatTheChainHasNotReached() {
    ExportPlan plan = plan(0, false, 3);
    ExportPlan ahead =
        new ExportPlan(
            plan.scope(),
            plan.daemon(),
            plan.folder(),
            0,
            false,
            "@99999",
            false,
            3,
            Optional.empty(),
            LeaseAsk.IfBusy.WAIT,
            LeaseAsk.FOR_EVER);
    assertThat(Failures.of(() -> activities.look(ahead)).getType())
        .isEqualTo("EXPORT_TIPSET_AHEAD");
  }
}
