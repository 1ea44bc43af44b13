package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerStorage.Kind;
import io.lotusflow.lotus.SectorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One sector after another, each with what a miner, a daemon and workers would tell of it. */
class DiagnosisTest {

  private static final Duration STILL = Duration.ofMinutes(10);

  /** What is asked; a sector with a ticket whose files are there, and which nobody works on. */
  private static final class Seen {
    String state;
    boolean ticket = true;
    String preCommit = "";
    String version = "1.36.2";
    Duration quiet = Duration.ofHours(1);
    final List<String> failures = new ArrayList<>();
    final List<MinerApi.Job> jobs = new ArrayList<>();
    final List<MinerApi.Job> dead = new ArrayList<>();
    final List<MinerApi.Job> away = new ArrayList<>();
    Map<String, String> places = Map.of("id-1", "http://10.0.0.7:3456/remote");
    Set<String> answering = Set.of("id-1");
    boolean promised;
    boolean onChain;
    long landed = -1;
    Optional<Boolean> queued = Optional.of(false);

    Seen(String state) {
      this.state = state;
    }

    Seen failing(int times, String kind, String trace) {
      for (int i = 0; i < times; i++) {
        failures.add(kind + "|" + trace);
      }
      return this;
    }

    SectorFinding found() {
      List<SectorStatus.Entry> log =
          failures.stream()
              .map(
                  failure ->
                      new SectorStatus.Entry(
                          "event;sealing." + failure.split("\\|", -1)[0],
                          Instant.EPOCH,
                          "",
                          failure.split("\\|", -1)[1]))
              .toList();
      SectorStatus status = new SectorStatus(7, state, "", 0, log, ticket, preCommit, "");
      boolean works = List.of("PreCommit2", "Committing", "FinalizeSector").contains(state);
      return new Diagnosis(
              new SectorEvidence(
                  Optional.of(status),
                  LotusVersion.parse(version),
                  quiet,
                  jobs,
                  dead,
                  away,
                  queued,
                  works ? Set.of(Kind.SEALED, Kind.CACHE) : Set.of(),
                  places,
                  answering,
                  promised,
                  onChain,
                  landed),
              STILL)
          .of(7);
    }
  }

  private static MinerApi.Job job(String task) {
    return new MinerApi.Job(
        7, task, "s-1", "pc1-a", true, Instant.EPOCH, JsonNodeFactory.instance.textNode("c-1"));
  }

  private static SectorCase what(Seen seen) {
    return seen.found().what();
  }

  @ParameterizedTest
  @CsvSource({
    "PreCommit1, WEDGED, PreCommit1",
    "Packing, WEDGED, Packing",
    "GetTicket, WEDGED, GetTicket",
    "PreCommit2, WEDGED, PreCommit2",
    "WaitSeed, FINE, ''",
    "WaitDeals, FINE, ''",
    "PreCommitBatchWait, FINE, ''",
    "SubmitPreCommitBatch, FINE, ''",
    "Proving, FINE, ''",
    "Removed, OVER, ''",
    "FailedUnrecoverable, OVER, ''",
    "FaultedFinal, OVER, ''",
    "NoSuchState, STRANGE, ''"
  })
  void withoutAJobForAnHour(String state, SectorCase expected, String target) {
    SectorFinding finding = new Seen(state).found();
    assertThat(finding.what()).isEqualTo(expected);
    assertThat(finding.target()).isEqualTo(target);
  }

  @Test
  void isLeftAloneWhileItIsYoung() {
    Seen seen = new Seen("PreCommit1");
    seen.quiet = Duration.ofMinutes(9);
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
  }

  @Test
  void isLeftAloneWhileAWorkerIsAtIt() {
    Seen seen = new Seen("PreCommit1");
    seen.jobs.add(job("seal/v0/precommit/1"));
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
    assertThat(seen.found().because()).contains("precommit/1").contains("pc1-a");
  }

  @Test
  void aJobOfAWorkerThatIsGoneIsAborted() {
    Seen seen = new Seen("Committing");
    seen.jobs.add(job("seal/v0/commit/2"));
    seen.dead.addAll(seen.jobs);
    assertThat(what(seen)).isEqualTo(SectorCase.DEAD_JOB);
    seen.quiet = Duration.ofMinutes(1);
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
  }

  @Test
  void aJobOfAWorkerThatIsSilentIsAPersonsMatter() {
    Seen seen = new Seen("PreCommit1");
    seen.jobs.add(job("seal/v0/precommit/1"));
    seen.away.addAll(seen.jobs);
    assertThat(what(seen)).isEqualTo(SectorCase.WORKER_AWAY);
    assertThat(seen.found().because()).contains("precommit/1").contains("pc1-a");
    seen.quiet = Duration.ofMinutes(1);
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
  }

  @ParameterizedTest
  @CsvSource({
    "PreCommit2, 1.36.2, GetTicket",
    "SealPreCommit2Failed, 1.36.2, GetTicket",
    "PreCommit1, 1.36.2, GetTicket",
    "PreCommit2, 1.1.2, PreCommit1"
  })
  void aTicketOfNothingIsDrawnAnew(String state, String version, String target) {
    Seen seen = new Seen(state);
    seen.ticket = false;
    seen.version = version;
    assertThat(what(seen)).isEqualTo(SectorCase.NULL_TICKET);
    assertThat(seen.found().target()).isEqualTo(target);
  }

  @Test
  void aTicketOfNothingIsOneAlsoWhileAWorkerPanics() {
    Seen seen = new Seen("PreCommit2");
    seen.ticket = false;
    seen.quiet = Duration.ZERO;
    seen.jobs.add(job("seal/v0/precommit/2"));
    assertThat(what(seen)).isEqualTo(SectorCase.NULL_TICKET);
    seen.promised = true;
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
  }

  @Test
  void oneThatIsQueuedWaitsForAWorkerHoweverLong() {
    Seen seen = new Seen("PreCommit1");
    seen.queued = Optional.of(true);
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
    seen.queued = Optional.empty();
    assertThat(what(seen)).isEqualTo(SectorCase.CANNOT_TELL);
  }

  @Test
  void aMessageThatHasJustComeInIsLotusToSee() {
    Seen seen = new Seen("CommitWait");
    seen.landed = 3;
    seen.onChain = true;
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
  }

  @Test
  void aCallIsNotAbortedWhereThatWouldBeTheLastFailure() {
    Seen seen = new Seen("PreCommit1").failing(3, "SectorSealPreCommit1Failed", "oom");
    seen.jobs.add(job("seal/v0/precommit/1"));
    seen.dead.addAll(seen.jobs);
    assertThat(what(seen)).isEqualTo(SectorCase.LAST_TRY);
    seen.jobs.clear();
    seen.dead.clear();
    assertThat(what(seen)).isEqualTo(SectorCase.LAST_TRY);
  }

  @Test
  void anOldOutageIsNoReasonToSendAgain() {
    Seen seen =
        new Seen("SubmitCommitAggregate")
            .failing(1, "SectorCommitFailed", "api error, not proceeding")
            .failing(1, "SectorProofReady", "");
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
  }

  @Test
  void filesOfASilentWorkerAreAwayAndNotLost() {
    Seen seen = new Seen("Committing");
    seen.answering = Set.of();
    assertThat(what(seen)).isEqualTo(SectorCase.FILES_AWAY);
    assertThat(seen.found().because()).contains("10.0.0.7:3456");
    seen.places = Map.of();
    assertThat(what(seen)).isEqualTo(SectorCase.FILES_LOST);
    assertThat(seen.found().because()).isEqualTo("cache, sealed");
  }

  @Test
  void lotusTriesAgainByItself() {
    Seen seen = new Seen("SealPreCommit2Failed").failing(1, "SectorSealPreCommit2Failed", "no gpu");
    seen.quiet = Duration.ofSeconds(70);
    assertThat(what(seen)).isEqualTo(SectorCase.LOTUS_RETRIES);
    seen.quiet = Duration.ofHours(2);
    assertThat(what(seen)).isEqualTo(SectorCase.WEDGED);
    assertThat(seen.found().target()).isEqualTo("SealPreCommit2Failed");
  }

  @Test
  void theLastTryOfPreCommit1IsAPersons() {
    Seen seen = new Seen("SealPreCommit1Failed").failing(3, "SectorSealPreCommit1Failed", "oom");
    assertThat(what(seen)).isEqualTo(SectorCase.LAST_TRY);
    seen.version = "1.24.0";
    assertThat(what(seen)).isEqualTo(SectorCase.WEDGED);
  }

  @Test
  void whatFailsAgainAndAgainIsAPersons() {
    Seen seen = new Seen("ComputeProofFailed").failing(5, "SectorComputeProofFailed", "no params");
    assertThat(what(seen)).isEqualTo(SectorCase.KEEPS_FAILING);
    assertThat(seen.found().because()).isEqualTo("5 times: no params");
  }

  @Test
  void wantOfRoomIsAPersons() {
    assertThat(what(new Seen("FinalizeFailed").failing(1, "SectorFinalizeFailed", "write: x")))
        .isEqualTo(SectorCase.NO_PLACE);
    assertThat(
            what(
                new Seen("SealPreCommit1Failed")
                    .failing(1, "SectorSealPreCommit1Failed", "no space left on device")))
        .isEqualTo(SectorCase.NO_PLACE);
  }

  @Test
  void anExpiredTicketIsDrawnAnewUnlessTheChainHasThePromise() {
    Seen seen =
        new Seen("PreCommitFailed").failing(1, "SectorChainPreCommitFailed", "ticket expired: 1");
    assertThat(what(seen)).isEqualTo(SectorCase.TICKET_EXPIRED);
    assertThat(seen.found().target()).isEqualTo("GetTicket");
    seen.promised = true;
    assertThat(what(seen)).isEqualTo(SectorCase.WEDGED);
  }

  @Test
  void aPromiseThatIsGoneIsAPersons() {
    Seen seen = new Seen("CommitFailed").failing(1, "SectorCommitFailed", "precommit not found");
    seen.preCommit = "bafy2bzace";
    assertThat(what(seen)).isEqualTo(SectorCase.PROMISE_GONE);
    seen.promised = true;
    assertThat(what(seen)).isEqualTo(SectorCase.WEDGED);
  }

  @ParameterizedTest
  @CsvSource({
    "PreCommitWait, false, 30, PreCommitFailed",
    "PreCommitBatchWait, false, 30, PreCommitFailed",
    "CommitWait, false, 1000, CommitFailed",
    "CommitWait, true, 30, CommitFailed",
    "CommitWait, true, 1000, FinalizeSector",
    "CommitAggregateWait, true, 1000, FinalizeSector"
  })
  void aMessageThatTheChainHasIsLookedForAgain(
      String state, boolean onChain, long deep, String target) {
    Seen seen = new Seen(state);
    seen.landed = deep;
    seen.onChain = onChain;
    assertThat(what(seen)).isEqualTo(SectorCase.MESSAGE_LANDED);
    assertThat(seen.found().target()).isEqualTo(target);
    seen.quiet = Duration.ofMinutes(2);
    assertThat(what(seen)).isEqualTo(SectorCase.FINE);
  }

  @Test
  void aHandlerThatGaveUpInAnOutageIsSetGoing() {
    Seen seen =
        new Seen("CommitFailed").failing(1, "SectorCommitFailed", "api error, not proceeding");
    assertThat(what(seen)).isEqualTo(SectorCase.WEDGED);
    assertThat(seen.found().target()).isEqualTo("CommitFailed");
  }

  /** Never by itself, whatever is seen: states from which a sector does not come back. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void neverAimsAtAStateThatEndsASector(boolean onChain) {
    for (String state : SectorStage.allStates()) {
      for (boolean ticket : new boolean[] {true, false}) {
        for (String trace : List.of("", "ticket expired", "api error", "no space left")) {
          Seen seen = new Seen(state).failing(trace.isEmpty() ? 0 : 1, "X", trace);
          seen.ticket = ticket;
          seen.landed = onChain ? 1000 : -1;
          seen.onChain = onChain;
          String target = seen.found().target();
          if (!target.isEmpty()) {
            assertThat(SectorStage.endsSector(target)).as(state + " → " + target).isFalse();
          }
        }
      }
    }
  }
}
