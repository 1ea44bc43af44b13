package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.crash.Aim;
import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Matrix;
import io.lotusflow.crash.Ordeal;
import io.lotusflow.crash.Rotation;
import io.lotusflow.crash.StepAtWork;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.crash.Victim;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Upgrades and migrations of a miner with a market, sectors and a seal worker, in which somebody is
 * killed at every single step: so many rounds that each step has lost the worker, the server, the
 * supervisor and the power. The tables are {@code target/crash-matrix-change-*.md}; with {@code
 * -Dlotusflow.matrix.resume=true} what was well in an earlier run is not done again.
 */
@Tag("matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeMatrixTest {

  private static final List<Victim> VICTIMS =
      List.of(Victim.WORKER, Victim.SERVER, Victim.SUPERVISOR, Victim.POWER);

  /** Each makes up for blows that the one before it has missed. */
  private static final int ROUNDS = 2 * VICTIMS.size();

  private static final MigrateOrdeal MIGRATION = new MigrateOrdeal(UpgradeOrdeal.OUTAGE);

  private static final Change UPGRADE =
      Change.of("upgrade", new UpgradeOrdeal("1.1.3"), "opt/current");
  private static final Change MIGRATE = Change.of("migrate", MIGRATION, "miner/storage.json");
  private static final List<Change> CHANGES = List.of(UPGRADE, MIGRATE);

  private static final String CONSIDERED = "1001";

  private final Operator operator = new Operator(newFolder(), Map.of());
  private final Map<Change, Havoc.Outcome> undisturbed = new HashMap<>();

  /**
   * What is done to the miner.
   *
   * @param switched link or file that tells which of two is in use
   */
  private record Change(Ordeal ordeal, String switched, Matrix matrix) {

    static Change of(String name, Ordeal ordeal, String switched) {
      return new Change(ordeal, switched, new Matrix(Path.of("target"), "change-" + name));
    }

    @Override
    public String toString() {
      return ordeal.workflowId();
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("changes");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  void install() throws IOException {
    new InstallOrdeal().prepare(operator);
    Path settings = operator.rehearsal().resolve("lotusflow.toml");
    Files.writeString(settings, Files.readString(settings).replace("\"v1.36.2\"", "\"v1.1.2\""));
    operator.types("install", "--rehearsal").expecting(0);
    operator.types("seal-worker", "add", "w1", "--rehearsal").expecting(0);
    operator.types("sector", "pledge", "--count", "3", "--rehearsal").expecting(0);
    operator.types("rehearsal", "sectors", "16", "2").expecting(0);
    operator
        .types("deals", "restore", "--accept", "online-storage,offline-retrieval", "--rehearsal")
        .expecting(0);
  }

  @AfterAll
  void remove() throws IOException {
    operator.close();
    FolderTree.delete(operator.folder());
  }

  @TestFactory
  List<DynamicTest> harmsNobodyWhoeverIsKilled() {
    List<DynamicTest> all = new ArrayList<>();
    for (Change change : CHANGES) {
      if (!Boolean.getBoolean("lotusflow.matrix.resume")) {
        change.matrix.begin();
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (Change change : CHANGES) {
        int nth = round;
        all.add(DynamicTest.dynamicTest(change + " " + round, () -> round(change, nth)));
      }
    }
    for (Change change : CHANGES) {
      all.add(DynamicTest.dynamicTest(change + " whole", () -> assertWhole(change)));
    }
    return all;
  }

  private void round(Change change, int nth) throws Exception {
    if (change.equals(UPGRADE)) {
      MIGRATION.bringHome(operator);
    }
    Aims aims = new Aims(change.matrix, undisturbed(change), nth);
    if (aims.hasAny()) {
      run(change, undisturbed(change), aims);
    }
  }

  private Havoc.Outcome undisturbed(Change change) throws InterruptedException {
    if (!undisturbed.containsKey(change)) {
      Havoc.Outcome outcome =
          new Havoc(operator, change.ordeal).wreak(step -> Optional.<Aim>empty());
      assertThat(outcome.completed()).isTrue();
      undisturbed.put(change, outcome);
    }
    return undisturbed.get(change);
  }

  /** Looks at the window come in other numbers each time: a step of each kind is what counts. */
  private void assertWhole(Change change) throws InterruptedException {
    System.out.println(change.matrix.markdown());
    List<TakenStep> steps = undisturbed(change).steps();
    for (TakenStep kind : steps) {
      for (Victim victim : VICTIMS) {
        assertThat(steps)
            .as("%s x %s%n%s", kind.type(), victim, change.matrix.markdown())
            .filteredOn(step -> step.type().equals(kind.type()))
            .anyMatch(step -> change.matrix.isOk(step.name(), column(victim)));
      }
    }
  }

  private void run(Change change, Havoc.Outcome undisturbed, Aims aims) throws Exception {
    change.ordeal.prepare(operator);
    Map<String, String> sectors = MigrateOrdeal.sectors(MigrateOrdeal.store(operator));
    String trouble = "not known";
    List<Blow> blows = List.of();
    try (OutsideFaults faults = new OutsideFaults(operator.rehearsal());
        OutsideLink link = new OutsideLink(operator.rehearsal().resolve(change.switched))) {
      Havoc.Outcome outcome = new Havoc(operator, change.ordeal).wreakEverywhere(aims);
      blows = outcome.blows();
      String story = String.join("\n", blows.stream().map(Blow::toString).toList());
      System.out.println(story + CrashedInstallTest.ownFailures(outcome));
      System.out.printf(
          "%s: %d blows of %d hit; %d looks, proven %s%n",
          change, hits(blows), blows.size(), faults.looks(), faults.proofs());
      assertThat(outcome.completed()).as(story).isTrue();
      assertThat(outcome.end().differencesFrom(undisturbed.end())).as(story).isEmpty();
      assertThat(link.targets()).as("one switch%n%s", story).hasSize(2);
      assertThat(faults.faults()).as("missed deadlines%n%s", story).isEmpty();
      assertThat(MigrateOrdeal.sectors(MigrateOrdeal.store(operator)))
          .as(story)
          .containsAllEntriesOf(sectors);
      assertThat(considered()).as(story).isEqualTo(CONSIDERED);
      trouble = "";
    } catch (AssertionError failed) {
      trouble = String.valueOf(failed.getMessage());
      throw failed;
    } finally {
      for (Blow blow : blows) {
        if (blow.hit()) {
          change.matrix.note(blow.step().name(), column(blow.aim().victim()), trouble);
        }
      }
      operator.types("run", "abort", change.ordeal.workflowId()); // nothing, if it has ended
    }
  }

  private static long hits(List<Blow> blows) {
    return blows.stream().filter(Blow::hit).count();
  }

  private static String column(Victim victim) {
    return victim.name().toLowerCase(Locale.ROOT);
  }

  private String considered() {
    return DealsRehearsalTest.considered(
        operator.types("deals", "status", "-o", "json", "--rehearsal").expecting(0));
  }

  /** At each step one of those that it has not yet lost, another one in each round. */
  private static final class Aims implements Function<StepAtWork, Optional<Aim>> {
    private final Map<String, Aim> aims = new HashMap<>();

    Aims(Matrix matrix, Havoc.Outcome undisturbed, int round) {
      int nth = round;
      for (TakenStep step : undisturbed.steps()) {
        List<Victim> left = new ArrayList<>();
        for (int i = 0; i < VICTIMS.size(); i++) {
          Victim victim = VICTIMS.get((nth + i) % VICTIMS.size());
          if (!matrix.isOk(step.name(), column(victim))) {
            left.add(victim);
          }
        }
        nth++;
        if (!left.isEmpty()) {
          aims.put(step.name(), new Aim(left.get(0), into(step, left.get(0), round)));
        }
      }
    }

    /** One that was too late the first time is early the next. */
    private static Duration into(TakenStep step, Victim victim, int round) {
      return round < VICTIMS.size() ? Rotation.into(step, victim) : Duration.ZERO;
    }

    boolean hasAny() {
      return !aims.isEmpty();
    }

    @Override
    public Optional<Aim> apply(StepAtWork step) {
      return Optional.ofNullable(aims.get(step.name()));
    }
  }
}
