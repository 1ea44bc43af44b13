package io.lotusflow.deals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lotusflow.deals.DealsActPlan.Act;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a miner that reads its flags from config.toml and writes the file anew with each change,
 * every key and no comment, as v1.1.2 does (from its source; no recording of that version exists).
 */
class DealActivitiesTest {
  private static final String COMMENTED =
      """
      # Ours: do not touch, call Li first.
      [API]
        ListenAddress = "/ip4/10.0.0.2/tcp/2345/http" # LAN only
      [Dealmaking]
      #  ConsiderOnlineStorageDeals = true
        ConsiderOfflineStorageDeals = false
        ExpectedSealDuration = "24h"
      [Fees]
        MaxPreCommitGasFee = "0.0250 fil"
      """;

  private final FakeNode miner = new FakeNode();
  private final Map<DealFlags.Kind, Boolean> flags = new EnumMap<>(DealFlags.Kind.class);
  private final Set<String> over = new HashSet<>();
  @TempDir Path folder;
  private Path binary;
  private Path config;
  private String expectedSealDuration = "24h0m0s";
  private volatile boolean dies;

  @BeforeEach
  void begin() throws IOException {
    binary = FakeBinary.write(folder.resolve("lotus-miner"), "");
    Files.createDirectories(folder.resolve("miner"));
    Files.createDirectories(folder.resolve("notes"));
    config = folder.resolve("miner/config.toml");
    Files.writeString(config, COMMENTED);
    for (DealFlags.Kind kind : DealFlags.Kind.values()) {
      flags.put(kind, kind != DealFlags.Kind.OFFLINE_STORAGE);
      miner
          .answering("DealsConsider" + kind.camel() + "Deals", params -> String.valueOf(read(kind)))
          .answering(
              "DealsSetConsider" + kind.camel() + "Deals",
              params -> {
                flags.putAll(inFile());
                flags.put(kind, params.get(0).asBoolean());
                rewrite();
                if (dies) {
                  throw new IllegalStateException("killed");
                }
                return "null";
              });
    }
    miner.answering("Version", "{\"Version\":\"1.1.2+mainnet\"}");
  }

  @AfterEach
  void end() {
    miner.close();
  }

  private Map<DealFlags.Kind, Boolean> inFile() {
    Map<DealFlags.Kind, Boolean> found = new EnumMap<>(DealFlags.Kind.class);
    for (DealFlags.Kind kind : DealFlags.Kind.values()) {
      found.put(kind, read(kind));
    }
    return found;
  }

  private boolean read(DealFlags.Kind kind) {
    try {
      return Files.readAllLines(config).stream()
          .map(String::strip)
          .filter(line -> line.startsWith("Consider" + kind.camel() + "Deals"))
          .map(line -> line.endsWith("true"))
          .findFirst()
          .orElse(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rewrite() {
    StringBuilder text =
        new StringBuilder("[API]\n  ListenAddress = \"/ip4/10.0.0.2/tcp/2345/http\"\n")
            .append("  Timeout = \"30s\"\n[Dealmaking]\n");
    flags.forEach(
        (kind, on) ->
            text.append("  Consider")
                .append(kind.camel())
                .append("Deals = ")
                .append(on)
                .append('\n'));
    text.append("  ExpectedSealDuration = \"").append(expectedSealDuration).append("\"\n");
    text.append("[Fees]\n  MaxPreCommitGasFee = \"0.025 FIL\"\n");
    try {
      Files.writeString(config, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DealActivitiesImpl run(String name) {
    return new DealActivitiesImpl(
        folder.resolve("notes"),
        new Programs(),
        null,
        beat -> {},
        pause -> new DealHolder(name, "run", pause),
        holder -> over.contains(holder.workflowId()));
  }

  private DealsPlan plan() {
    return new DealsPlan(
        Plans.SCOPE,
        binary.toString(),
        NodeApi.local(folder.resolve("miner").toString(), miner.address()),
        NodeApi.local(folder.resolve("daemon").toString(), miner.address()),
        Optional.of(Duration.ofMinutes(10)));
  }

  private DealsActPlan act(Act act, String... words) {
    return new DealsActPlan(Plans.SCOPE, act, plan(), List.of(words));
  }

  private String config() throws IOException {
    return Files.readString(config);
  }

  private static final String BEFORE = "online-storage, online-retrieval, offline-retrieval";

  private String considered() {
    Map<DealFlags.Kind, Boolean> now = inFile();
    Set<DealFlags.Kind> on = new HashSet<>();
    now.forEach(
        (kind, is) -> {
          if (is) {
            on.add(kind);
          }
        });
    return DealFlags.of(on).toString();
  }

  @Test
  void takesNoneMeanwhileAndExactlyWhatWasThereAfterwards() throws IOException {
    Receipt paused = run("upgrade/n").pause(plan(), "p");
    assertThat(paused.outcome()).isEqualTo(Outcome.DONE);
    assertThat(considered()).isEqualTo("none");
    assertThat(config())
        .contains("call Li first", "# LAN only", "  ConsiderOnlineStorageDeals = false");
    assertThat(run("upgrade/n").goOn(plan(), "p").note()).isEqualTo(BEFORE);
    assertThat(config()).isEqualTo(COMMENTED);
  }

  @Test
  void aSecondCallOfTheSameStepChangesNothing() throws IOException {
    run("upgrade/n").pause(plan(), "p");
    assertThat(run("upgrade/n").pause(plan(), "p").outcome()).isEqualTo(Outcome.ALREADY_SO);
    run("upgrade/n").goOn(plan(), "p");
    assertThat(run("upgrade/n").goOn(plan(), "p").outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(config()).isEqualTo(COMMENTED);
  }

  @Test
  void onlyTheLastOfTwoBringsDealsBack() throws IOException {
    run("upgrade/n").pause(plan(), "p");
    run("miner-restart/n").pause(plan(), "q");
    assertThat(run("upgrade/n").goOn(plan(), "p").note()).contains("miner-restart/n");
    assertThat(considered()).isEqualTo("none");
    run("miner-restart/n").goOn(plan(), "q");
    assertThat(considered()).isEqualTo(BEFORE);
    assertThat(config()).isEqualTo(COMMENTED);
  }

  @Test
  void twoPausesOfOneRunAreTwo() {
    run("upgrade/n").pause(plan(), "outer");
    run("upgrade/n").pause(plan(), "inner");
    run("upgrade/n").goOn(plan(), "inner");
    assertThat(considered()).isEqualTo("none");
    run("upgrade/n").goOn(plan(), "outer");
    assertThat(considered()).isEqualTo(BEFORE);
  }

  /** It was terminated, and gives nothing back. */
  @Test
  void aRunThatIsOverHoldsNothing() {
    run("upgrade/n").pause(plan(), "p");
    over.add("upgrade/n");
    run("miner-restart/n").pause(plan(), "q");
    assertThat(run("miner-restart/n").goOn(plan(), "q").note()).isEqualTo(BEFORE);
    assertThat(considered()).isEqualTo(BEFORE);
  }

  /** The run before was terminated; since then somebody has said what is to be taken. */
  @Test
  void whatAnOperatorHasSetSinceCountsMoreThanANoteThatNobodyHolds() {
    run("upgrade/n").pause(plan(), "p");
    over.add("upgrade/n");
    flags.put(DealFlags.Kind.OFFLINE_STORAGE, true);
    rewrite();
    run("miner-restart/n").pause(plan(), "q");
    assertThat(considered()).isEqualTo("none");
    run("miner-restart/n").goOn(plan(), "q");
    assertThat(considered()).isEqualTo("offline-storage");
  }

  @Test
  void anOperatorsNoteOutlivesTheRunsWithinIt() throws IOException {
    run("").disable(plan());
    run("").disable(plan());
    run("upgrade/n").pause(plan(), "p");
    run("upgrade/n").goOn(plan(), "p");
    assertThat(considered()).isEqualTo("none");
    assertThat(run("").restore(act(Act.RESTORE)).note()).isEqualTo(BEFORE);
    assertThat(config()).isEqualTo(COMMENTED);
  }

  @Test
  void restoresNothingWithoutANoteUnlessTold() {
    assertThat(Failures.of(() -> run("").restore(act(Act.RESTORE))).getType())
        .isEqualTo("DEALS_NO_NOTE");
    run("").restore(act(Act.RESTORE, "offline-storage"));
    assertThat(considered()).isEqualTo("offline-storage");
  }

  /** Killed after Lotus wrote the file and before the comments were back. */
  @Test
  void goesOnWhereAKilledAttemptStopped() throws IOException {
    dies = true;
    assertThat(catchThrowable(() -> run("upgrade/n").pause(plan(), "p"))).isNotNull();
    assertThat(config()).doesNotContain("call Li");
    dies = false;
    run("upgrade/n").pause(plan(), "p");
    assertThat(config()).contains("call Li first");
    assertThat(considered()).isEqualTo("none");
    dies = true;
    assertThat(catchThrowable(() -> run("upgrade/n").goOn(plan(), "p"))).isNotNull();
    dies = false;
    run("upgrade/n").goOn(plan(), "p");
    assertThat(config()).isEqualTo(COMMENTED);
  }

  @Test
  void keepsWhatAPersonChangedMeanwhile() throws IOException {
    run("upgrade/n").pause(plan(), "p");
    Files.writeString(config, config().replace("call Li first", "call Wang first"));
    run("upgrade/n").goOn(plan(), "p");
    assertThat(config()).contains("call Wang first");
    assertThat(considered()).isEqualTo(BEFORE);
  }

  /** What a person wrote says something else than the miner: it lies beside, and is named. */
  @Test
  void doesNotPutBackAFileThatSaysSomethingElse() throws IOException {
    expectedSealDuration = "36h0m0s";
    String note = run("upgrade/n").pause(plan(), "p").note();
    assertThat(config()).contains("36h0m0s");
    Path beside = Path.of(note.substring(note.lastIndexOf(' ') + 1));
    assertThat(beside).hasContent(COMMENTED);
  }

  @Test
  void skipsKnowinglyWhereTheMarketIsGone() {
    miner.answering("Version", "{\"Version\":\"1.36.2+mainnet\"}");
    Receipt paused = run("upgrade/n").pause(plan(), "p");
    assertThat(paused.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(paused.note()).contains("v1.27.1").doesNotContain("\n");
    assertThat(run("upgrade/n").goOn(plan(), "p").outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(Failures.of(() -> run("").disable(plan())).getType()).isEqualTo("DEALS_MARKET_GONE");
    assertThat(miner.calls).noneMatch(call -> call.contains("Deals"));
  }

  /** An upgrade from a version with a market to one without, and its rollback. */
  @Test
  void aMarketThatWentDuringThePauseIsRestoredWhenItIsBack() throws IOException {
    run("upgrade/n").pause(plan(), "p");
    miner.answering("Version", "{\"Version\":\"1.36.2+mainnet\"}");
    Receipt gone = run("upgrade/n").goOn(plan(), "p");
    assertThat(gone.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(gone.note()).contains(BEFORE);
    miner.answering("Version", "{\"Version\":\"1.1.2+mainnet\"}");
    run("rollback/n").pause(plan(), "q");
    run("rollback/n").goOn(plan(), "q");
    assertThat(considered()).isEqualTo(BEFORE);
    assertThat(config()).isEqualTo(COMMENTED);
    assertThat(new DealNotes(folder.resolve("notes")).of("node-1")).isEmpty();
  }

  /** One of each that counts, among those that have ended. */
  @Test
  void countsWhatIsUnderWay() {
    miner.answering("MarketListDataTransfers", "[{\"Status\":1},{\"Status\":6},{\"Status\":10}]");
    miner.answering(
        "MarketListRetrievalDeals", "[{\"Status\":15},{\"Status\":13},{\"Status\":17}]");
    InFlight look = run("upgrade/n").lookInFlight(plan());
    assertThat(look.isNone()).isFalse();
    assertThat(look.receipt().note()).isEqualTo("under way: 1 data transfers, 1 retrievals");
    miner.answering("MarketListDataTransfers", "null");
    miner.answering("MarketListRetrievalDeals", "null");
    assertThat(run("upgrade/n").lookInFlight(plan()).isNone()).isTrue();
  }

  @Test
  void skipsWhereAnotherProcessHasTheMarket() {
    miner.answering("Version", "{\"Version\":\"1.25.2+mainnet\"}");
    miner.answering("RuntimeSubsystems", "[\"Mining\",\"Sealing\",\"SectorStorage\"]");
    assertThat(run("upgrade/n").pause(plan(), "p").outcome()).isEqualTo(Outcome.SKIPPED);
    miner.answering("RuntimeSubsystems", "[\"Markets\",\"Mining\"]");
    assertThat(run("upgrade/n").pause(plan(), "p").outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void setsAnAskWithItsUnitAndLooksWhetherTheMinerHasIt() {
    String ask =
        "{\"Ask\":{\"Price\":\"%s\",\"VerifiedPrice\":\"7\",\"MinPieceSize\":256,\"MaxPieceSize\":2048}}";
    miner.answering("MarketGetAsk", ask.formatted("5"));
    String type =
        Failures.of(() -> run("").setAsk(act(Act.ASK, "9", "7", "256", "2048"))).getType();
    assertThat(type).isEqualTo("DEALS_NOT_CHANGED");
    assertThat(
            FakeBinary.calls(
                binary,
                "storage-deals set-ask --price=9attofil --verified-price=7attofil"
                    + " --min-piece-size=256B --max-piece-size=2048B"))
        .isEqualTo(1);
    miner.answering("MarketGetAsk", ask.formatted("9"));
    assertThat(run("").setAsk(act(Act.ASK, "9", "7", "256", "2048")).outcome())
        .isEqualTo(Outcome.ALREADY_SO);
  }

  @Test
  void aBlocklistKeepsTheCommentsToo() throws IOException {
    binary =
        FakeBinary.write(
            folder.resolve("lotus-miner"),
            """
            cp "$3" "$here/blocked"
            printf '[API]\\n  ListenAddress = "/ip4/10.0.0.2/tcp/2345/http"\\n[Dealmaking]\\n' > "$here/miner/config.toml"
            printf '  PieceCidBlocklist = ["bafyone"]\\n' >> "$here/miner/config.toml"
            """);
    miner.answering(
        "DealsPieceCidBlocklist",
        params -> Files.exists(folder.resolve("blocked")) ? "[{\"/\":\"bafyone\"}]" : "[]");
    run("").setBlocklist(act(Act.BLOCKLIST, "bafyone"));
    assertThat(folder.resolve("blocked")).content().contains("bafyone");
    assertThat(config()).contains("call Li first", "PieceCidBlocklist = [\"bafyone\"]");
  }

  @Test
  void setsAFilterForTheNextStart() throws IOException {
    Receipt set = run("").setFilter(act(Act.FILTER, "storage", "/srv/lotus/filter.sh"));
    assertThat(set.note()).contains("next start");
    assertThat(config()).contains("Filter = \"/srv/lotus/filter.sh\"", "call Li first");
    run("").setFilter(act(Act.FILTER, "storage"));
    assertThat(config()).contains("Filter = \"\"");
  }
}
