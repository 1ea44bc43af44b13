package io.lotusflow.minerconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.minerconfig.MinerConfigFile.Line;
import io.lotusflow.node.Plans;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.toml.TomlFile;
import io.lotusflow.wallet.WalletPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held to the default files that Lotus ships. */
class MinerConfigTest {

  @TempDir private Path folder;

  private MinerConfigFile config(String version, String content) throws IOException {
    Path file = Files.writeString(folder.resolve("config.toml"), content);
    String name = "/defaults/default-lotus-miner-config.v" + version + ".toml";
    try (InputStream defaults =
        Objects.requireNonNull(MinerConfigTest.class.getResourceAsStream(name))) {
      return MinerConfigFile.of(
          new TomlFile(file), version, new String(defaults.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sealing.MaxSealingSectors=4|[Sealing] MaxSealingSectors = 4",
        "sealing.maxsealingsectors = 4|[Sealing] MaxSealingSectors = 4",
        "Storage.AllowPreCommit1=false|[Storage] AllowPreCommit1 = false",
        "Sealing.CommitBatchWait=1h30m|[Sealing] CommitBatchWait = \"1h30m\"",
        "Fees.MaxCommitBatchGasFee.Base=0.1 FIL|[Fees.MaxCommitBatchGasFee] Base = \"0.1 FIL\"",
      })
  void writesAValueAsItsKeyWantsIt(String change, String setting) throws IOException {
    assertThat(config("1.36.2", "").setting(change)).hasToString(setting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sealing.MaxSealingSectors=many",
        "Sealing.MaxSealingSectors",
        "Storage.AllowPreCommit1=no",
        "Sealing.CommitBatchWait=90",
        "Fees.MaxCommitBatchGasFee.Base=much",
      })
  void refusesAValueOfAnotherKind(String change) throws IOException {
    MinerConfigFile config = config("1.36.2", "");
    assertThatThrownBy(() -> config.setting(change)).hasMessageContaining("MINER_CONFIG_BAD_VALUE");
  }

  @ParameterizedTest
  @CsvSource({
    "Sealing.MaxSealingSector=4,Sealing.MaxSealingSectors",
    "Fees.MaxSealingSectors=4,Sealing.MaxSealingSectors",
    "Fees.Base=1,Fees.MaxCommitBatchGasFee.Base",
  })
  void namesWhatWasMeant(String change, String nearest) throws IOException {
    MinerConfigFile config = config("1.36.2", "");
    assertThatThrownBy(() -> config.setting(change))
        .hasMessageContaining("MINER_CONFIG_UNKNOWN_KEY")
        .hasMessageContaining(nearest);
  }

  @Test
  void whichSectionsThereAreDependsOnTheVersion() throws IOException {
    List<String> sections = List.of("PubSub", "Dealmaking");
    assertThat(config("1.36.2", "").lines(List.of("PubSub"))).isEmpty();
    assertThat(config("1.13.0", "").lines(sections))
        .extracting(Line::path)
        .contains("Pubsub.Bootstrapper", "Dealmaking.ConsiderOnlineStorageDeals");
  }

  @Test
  void tellsWhatIsSetAndWhatTheVersionIgnores() throws IOException {
    MinerConfigFile config =
        config(
            "1.36.2",
            """
            [Sealing]
              MaxSealingSectors = 7
              #MaxWaitDealsSectors = 2
              FinalizeEarly = false
            [Dealmaking]
              ConsiderOnlineStorageDeals = false
            """);
    List<Line> differing =
        config.lines(List.of("Sealing", "Dealmaking")).stream().filter(Line::differs).toList();
    assertThat(differing)
        .containsExactly(
            new Line("Sealing.MaxSealingSectors", Optional.of("0"), Optional.of("7")),
            new Line(
                "Dealmaking.ConsiderOnlineStorageDeals", Optional.empty(), Optional.of("false")));
  }

  @Test
  void theOldContentCanBePutBackByItsDigest() throws IOException {
    MinerConfigFile config = config("1.36.2", "# mine\n[Sealing]\n");
    String before = config.file().digest().orElseThrow();

    config.file().set(List.of(config.setting("Sealing.MaxSealingSectors=4")));
    assertThat(Files.readString(config.file().path())).contains("# mine", "MaxSealingSectors = 4");
    config.file().restore(before);
    assertThat(Files.readString(config.file().path())).isEqualTo("# mine\n[Sealing]\n");
  }

  @Test
  void whereThereWasNoFileNoneIsLeft() throws IOException {
    NodeApi api = NodeApi.local(folder.toString(), "127.0.0.1:9");
    MinerConfigPlan plan = new MinerConfigPlan(Plans.SCOPE, miner(api), List.of(), null, false);
    ConfigDraft none = new ConfigDraft(Receipt.done(""), "", true, true);
    MinerConfigActivitiesImpl activities = new MinerConfigActivitiesImpl(new Programs());
    Path file = Files.writeString(folder.resolve("config.toml"), "[Sealing]\n");

    assertThat(activities.putBack(plan, none).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(file).doesNotExist();
    assertThat(activities.putBack(plan, none).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
  }

  private MinerPlan miner(NodeApi api) {
    ServicePlan unit = Plans.service(folder);
    return new MinerPlan(
        Plans.SCOPE,
        "lotus-miner",
        api,
        api,
        ByteSize.parse("2KiB"),
        "",
        List.of(),
        Map.of(),
        new WalletPlan(Plans.SCOPE, api, "lotus", "", "", "", ""),
        new ParamsPlan(Plans.SCOPE, "lotus", ByteSize.parse("2KiB"), "", Plans.DIRECT),
        unit,
        new StoragePlan(Plans.SCOPE, "lotus-miner", api, api, List.of()),
        Duration.ofSeconds(5),
        false);
  }

  @Test
  void onlyWhatWasSeenToActAtOnceIsSaidTo() {
    assertThat(MinerConfigFile.actsAtOnce("Sealing.CommitBatchWait")).isTrue();
    assertThat(MinerConfigFile.actsAtOnce("Sealing.MaxSealingSectors")).isFalse();
    assertThat(MinerConfigFile.actsAtOnce("Fees.MaxWindowPoStGasFee")).isFalse();
  }
}
