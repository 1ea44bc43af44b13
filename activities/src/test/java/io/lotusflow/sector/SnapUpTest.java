package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.process.Programs;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.run.Scope;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A miner whose sector is what the file {@code state} says, and a program that changes it. */
class SnapUpTest {

  private static final String MARKS =
      """
      case "$2" in
        snap-up) echo Available > $here/state; echo SectorMarkForUpdate >> $here/log ;;
        mark-for-upgrade) touch $here/marked ;;
        abort-upgrade) echo Proving > $here/state; echo SectorAbortUpgrade >> $here/log ;;
      esac
      """;

  @TempDir Path folder;
  private final FakeNode miner = new FakeNode();
  private Path program;

  @BeforeEach
  void answer() throws IOException {
    version("1.36.2");
    is("Proving");
    Files.writeString(folder.resolve("log"), "SectorProving\n");
    Files.writeString(folder.resolve("token"), "a token");
    program = FakeBinary.write(folder.resolve("lotus-miner"), MARKS);
    miner.answering("WorkerJobs", "{}").answering("SectorsStatus", params -> status());
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private void version(String number) {
    miner.answering("Version", "{\"Version\":\"%s\",\"APIVersion\":1}".formatted(number));
  }

  private void is(String state) throws IOException {
    Files.writeString(folder.resolve("state"), state);
  }

  private String status() {
    try {
      String log =
          String.join(
              ",",
              Files.readAllLines(folder.resolve("log")).stream()
                  .map("{\"Kind\":\"event;sealing.%s\",\"Timestamp\":1}"::formatted)
                  .toList());
      return "{\"SectorID\":7,\"State\":\"%s\",\"ToUpgrade\":%s,\"Log\":[%s]}"
          .formatted(
              Files.readString(folder.resolve("state")).strip(),
              Files.exists(folder.resolve("marked")),
              log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Receipt make(boolean abort, boolean confirmed, boolean dryRun) {
    NodeApi api = NodeApi.local(folder.toString(), miner.address());
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, dryRun);
    Path evidence = folder.resolve("evidence");
    return new SnapUp(MinerApi.at(api), new Programs(), evidence, "r1", () -> {})
        .make(new SnapUpPlan(scope, program.toString(), api, api, 7, abort, confirmed));
  }

  private Receipt mark() {
    return make(false, false, false);
  }

  private Receipt abort() {
    return make(true, false, false);
  }

  private static String refused(Runnable what) {
    return catchThrowableOfType(ApplicationFailure.class, what::run).getType();
  }

  private long acts() {
    return FakeBinary.calls(program, "sectors");
  }

  @Test
  void marksItAndKeepsWhatItWas() {
    Receipt receipt = mark();
    assertThat(receipt.note()).startsWith("sector 7: Proving → Available");
    assertThat(receipt.undo()).containsExactly("lotusflow sector snap-up --abort 7");
    assertThat(FakeBinary.calls(program, "sectors snap-up 7")).isEqualTo(1);
    assertThat(folder.resolve("evidence/7-r1.json")).content().contains("Proving");
  }

  @Test
  void aDryRunNamesTheCommandAndDoesNothing() {
    Receipt receipt = make(false, false, true);
    assertThat(receipt.outcome()).isEqualTo(Outcome.WOULD_DO);
    assertThat(receipt.commands()).singleElement().asString().endsWith("sectors snap-up 7");
    assertThat(acts()).isZero();
    assertThat(folder.resolve("evidence")).doesNotExist();
  }

  @Test
  void doesNotMarkASecondTimeWhatIsMarked() throws IOException {
    is("SnapDealsWaitDeals");
    assertThat(mark().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(acts()).isZero();
  }

  /** The answer of the first attempt was lost, and somebody has taken the mark away since. */
  @Test
  void aRepetitionLeavesWhatAPersonHasUndone() throws IOException {
    mark();
    is("Proving");
    assertThat(mark().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(acts()).isEqualTo(1);
  }

  @Test
  void speaksTheManualsWordsToTheManualsVersion() {
    version("1.1.2");
    assertThat(mark().note()).startsWith("sector 7: Proving → Proving, marked for upgrade");
    assertThat(FakeBinary.calls(program, "sectors mark-for-upgrade 7")).isEqualTo(1);
    assertThat(mark().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(refused(this::abort)).isEqualTo("LOTUS_LACKS_ABORT_UPGRADE");
  }

  @Test
  void abortsWhatIsOnlyMarkedWithoutAskingTwice() throws IOException {
    is("Available");
    assertThat(abort().note()).startsWith("sector 7: Available → Proving");
    assertThat(abort().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(acts()).isEqualTo(1);
  }

  @Test
  void asksTwiceBeforeDealsAreThrownOut() throws IOException {
    is("UpdateReplica");
    assertThat(refused(this::abort)).isEqualTo("SECTOR_TAKES_DEALS");
    assertThat(make(true, true, false).note()).startsWith("sector 7: UpdateReplica → Proving");
    assertThat(FakeBinary.calls(program, "sectors abort-upgrade --really-do-it 7")).isEqualTo(1);
  }

  @Test
  void leavesASectorAloneThatIsNotProven() throws IOException {
    is("Committing");
    assertThat(refused(this::mark)).isEqualTo("SECTOR_OTHER_STATE");
    assertThat(refused(this::abort)).isEqualTo("SECTOR_OTHER_STATE");
    assertThat(acts()).isZero();
  }

  @Test
  void leavesASectorAloneThatSomebodyWorksOn() {
    miner.answering("WorkerJobs", "{\"w\":[{\"Sector\":{\"Miner\":1000,\"Number\":7}}]}");
    assertThat(refused(this::mark)).isEqualTo("SECTOR_HAS_JOB");
    assertThat(acts()).isZero();
  }

  @Test
  void knowsNoSectorThatThereIsNot() {
    miner.refusing("SectorsStatus", "No state for /7: datastore: key not found");
    assertThat(refused(this::mark)).isEqualTo("SECTOR_UNKNOWN");
    assertThat(acts()).isZero();
  }

  @Test
  void tellsWhatTheMinerSaid() {
    FakeBinary.write(program, "echo 'ERROR: not a committed-capacity sector' >&2; exit 1");
    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, this::mark);
    assertThat(failure.getType()).isEqualTo("SECTOR_NOT_MARKED");
    assertThat(failure.getMessage()).contains("not a committed-capacity sector");
  }

  /** Its command failed after it had done it: what counts is the sector. */
  @Test
  void believesTheSectorMoreThanTheExitCode() {
    FakeBinary.write(program, MARKS + "exit 1");
    assertThat(mark().outcome()).isEqualTo(Outcome.DONE);
  }
}
