package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Aim;
import io.lotusflow.crash.Blow;
import io.lotusflow.crash.Cells;
import io.lotusflow.crash.Havoc;
import io.lotusflow.crash.Matrix;
import io.lotusflow.crash.Ordeal;
import io.lotusflow.crash.TakenStep;
import io.lotusflow.crash.Victim;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Acts on a miner that lives, once for each step and victim, one after the other. What must happen
 * once is counted on the chain. The tables are {@code target/crash-matrix-NAME.md}.
 *
 * <p>{@code -Dlotusflow.matrix.home=FOLDER}: in the install that an {@link Operator} has left
 * there, which is left alone afterwards.
 *
 * @see Cells for what can be asked for
 */
@Tag("matrix")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActMatrixTest {

  /** Some of them within the signing, some between two looks at the chain. */
  private static final List<Duration> MOMENTS =
      List.of(
          Duration.ZERO,
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          Duration.ofMillis(40),
          Duration.ofMillis(80),
          Duration.ofMillis(160),
          Duration.ofMillis(320),
          Duration.ofMillis(640),
          Duration.ofMillis(2500));

  private static final Optional<Path> HOME =
      Optional.ofNullable(System.getProperty("lotusflow.matrix.home")).map(Path::of);

  private static final Duration COUNTS_WITHIN = Duration.ofMinutes(2);

  private Operator operator;

  @BeforeAll
  void install() throws IOException {
    if (HOME.isPresent()) {
      operator = new Operator(HOME.get(), Map.of());
      return;
    }
    operator = new Operator(Files.createTempDirectory("acts"), Map.of());
    new InstallOrdeal().prepare(operator);
    operator.types("install", "--rehearsal").expecting(0);
  }

  @AfterAll
  void remove() throws IOException {
    if (HOME.isPresent()) {
      operator.types("down").expecting(0);
      return;
    }
    operator.close();
    FolderTree.delete(operator.folder());
  }

  @TestFactory
  List<DynamicTest> setsTheControlAddressOnce() throws Exception {
    List<String> keys = List.of(fundedKey(), fundedKey());
    ControlOrdeal ordeal = new ControlOrdeal(keys);
    List<DynamicTest> cells = cells("control", () -> ordeal);
    cells.addAll(whenever("control-send", "Actor.Send", ordeal));
    return cells;
  }

  @TestFactory
  List<DynamicTest> withdrawsOnce() throws Exception {
    String actor = ActOrdeal.actor(operator);
    BigInteger had = ActOrdeal.balance(operator, actor);
    operator.types("rehearsal", "fund", actor, "100").expecting(0);
    awaitMoreThan(had, actor);
    WithdrawOrdeal ordeal = new WithdrawOrdeal();
    return cells("withdraw", () -> ordeal);
  }

  @TestFactory
  List<DynamicTest> attachesOnePathOnce() throws Exception {
    AttachOrdeal ordeal = new AttachOrdeal();
    List<DynamicTest> cells = cells("attach", () -> ordeal);
    cells.addAll(whenever("attach-attach", "Storage.Attach", ordeal));
    return cells;
  }

  @TestFactory
  List<DynamicTest> makesOneKeyAndSavesIt() throws Exception {
    WalletNewOrdeal ordeal = new WalletNewOrdeal();
    List<DynamicTest> cells = cells("wallet-new", () -> ordeal);
    cells.addAll(whenever("wallet-new-make", "Wallet.MakeKey", ordeal));
    return cells;
  }

  @TestFactory
  List<DynamicTest> setsASectorGoingOnce() throws Exception {
    operator.types("sector", "pledge", "--count", "18", "--rehearsal").expecting(0);
    AtomicLong next = new AtomicLong();
    return cells("recover", () -> new RecoverOrdeal(next.getAndIncrement()));
  }

  @TestFactory
  List<DynamicTest> marksASectorOnce() throws Exception {
    operator.types("sector", "pledge", "--count", "1", "--rehearsal").expecting(0);
    SnapUpOrdeal ordeal = new SnapUpOrdeal(0);
    await().atMost(COUNTS_WITHIN).until(() -> counts(0));
    List<DynamicTest> cells = cells("snap-up", () -> ordeal);
    cells.addAll(whenever("snap-up-mark", "Sector.SnapUp", ordeal));
    return cells;
  }

  @TestFactory
  List<DynamicTest> movesASealWorkerWhole() throws Exception {
    operator.types("seal-worker", "add", "one", "--tasks", "PC1,C2", "--rehearsal").expecting(0);
    JsonNode worker = operator.types("seal-worker", "list", "--rehearsal", "-o", "json").json();
    MoveOrdeal ordeal = new MoveOrdeal("one", Path.of(worker.path("path").asText()));
    return cells("move", () -> ordeal);
  }

  private List<DynamicTest> cells(String name, Supplier<Ordeal> ordeals) throws Exception {
    Havoc.Outcome undisturbed = new Havoc(operator, ordeals.get()).wreak(step -> Optional.empty());
    System.out.println(name + " undisturbed: " + undisturbed);
    assertThat(undisturbed.completed()).isTrue();
    Matrix matrix = new Matrix(Path.of("target"), name);
    return new ArrayList<>(
        new Cells(matrix, (step, aim) -> hits(ordeals.get(), undisturbed, step, aim))
            .of(undisturbed));
  }

  /** One step that must not happen twice, and its worker killed at other moments of it. */
  private List<DynamicTest> whenever(String name, String type, Ordeal ordeal) throws Exception {
    Havoc.Outcome undisturbed = new Havoc(operator, ordeal).wreak(step -> Optional.empty());
    Matrix matrix = new Matrix(Path.of("target"), name);
    matrix.begin();
    TakenStep step =
        undisturbed.steps().stream()
            .filter(one -> one.type().equals(type))
            .findFirst()
            .orElseThrow();
    return MOMENTS.stream()
        .filter(moment -> moment.compareTo(step.took()) < 0)
        .map(moment -> moment(matrix, ordeal, undisturbed, step, moment))
        .toList();
  }

  private DynamicTest moment(
      Matrix matrix, Ordeal ordeal, Havoc.Outcome undisturbed, TakenStep step, Duration moment) {
    return DynamicTest.dynamicTest(
        "%s, %d ms into it".formatted(step.name(), moment.toMillis()),
        () -> {
          String trouble = "";
          try {
            Aim aim = new Aim(Victim.WORKER, moment);
            trouble = hits(ordeal, undisturbed, step, aim) ? "" : "was over by then";
          } catch (RuntimeException | AssertionError failed) {
            trouble = String.valueOf(failed.getMessage());
            throw failed;
          } finally {
            matrix.note(step.name() + " after " + moment.toMillis() + " ms", "worker", trouble);
          }
        });
  }

  private boolean hits(Ordeal ordeal, Havoc.Outcome undisturbed, TakenStep step, Aim aim)
      throws Exception {
    try {
      Havoc.Outcome outcome = new Havoc(operator, ordeal).wreakAt(step, undisturbed, aim);
      System.out.println(outcome.blows() + CrashedInstallTest.ownFailures(outcome));
      assertThat(outcome.completed()).as("%s", outcome).isTrue();
      assertThat(outcome.end().differencesFrom(undisturbed.end()))
          .as("%s", outcome.blows())
          .isEmpty();
      return outcome.blows().stream().anyMatch(Blow::hit);
    } finally {
      operator.types("run", "abort", ordeal.workflowId()); // does nothing to one that has ended
    }
  }

  private String fundedKey() {
    List<String> before = ActOrdeal.texts(ActOrdeal.daemon(operator).call("WalletList"));
    operator.types("wallet", "new", "--rehearsal").expecting(0);
    List<String> after = ActOrdeal.texts(ActOrdeal.daemon(operator).call("WalletList"));
    String key = ActOrdeal.without(after, before).get(0);
    operator.types("rehearsal", "fund", key, "2").expecting(0);
    awaitMoreThan(BigInteger.ZERO, key);
    return key;
  }

  private void awaitMoreThan(BigInteger had, String address) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(failed -> failed instanceof AssertionError)
        .until(() -> ActOrdeal.balance(operator, address).compareTo(had) > 0);
  }

  private boolean counts(long number) {
    JsonNode counted =
        ActOrdeal.daemon(operator)
            .call("StateMinerSectorCount", ActOrdeal.actor(operator), List.of());
    return counted.path("Active").asLong() > number;
  }
}
