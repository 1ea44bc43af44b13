package io.lotusflow.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In the forms in which Lotus' own sources have these lines, v1.10 to v1.36. */
class ReleaseTest {

  private static Release release(Map<String, String> files) {
    return new Release("c", file -> files.getOrDefault(file, ""));
  }

  @Test
  void readsHeightsInEveryFormAndLeavesOutWhatIsNotPlanned() {
    String go =
        """
        const UpgradeBreezeHeight abi.ChainEpoch = 41280
        const UpgradePersianHeight abi.ChainEpoch = UpgradeBreezeHeight + (builtin2.EpochsInHour * 60)
        const UpgradeThunderHeight abi.ChainEpoch = UpgradeBreezeHeight + 2880*21
        // var because of a test
        var UpgradeTuktukHeight abi.ChainEpoch = 4461240
        var UpgradeTuktukPowerRampDurationEpochs = uint64(builtin.EpochsInYear)
        const UpgradeGoldenWeekHeight = 5_348_280
        var UpgradeXxHeight = abi.ChainEpoch(9999999999)
        const UpgradeWatermelonFixHeight abi.ChainEpoch = -1
        """;
    Map<String, Long> heights =
        release(Map.of("build/buildconstants/params_mainnet.go", go))
            .upgradeHeights(Network.MAINNET);
    assertThat(heights)
        .containsEntry("Breeze", 41280L)
        .containsEntry("Thunder", 41280L + 2880 * 21)
        .containsEntry("Tuktuk", 4461240L)
        .containsEntry("GoldenWeek", 5348280L)
        .doesNotContainKeys("Xx", "WatermelonFix", "TuktukPowerRampDurationEpochs");
  }

  @Test
  void readsTheOlderPlaceToo() {
    assertThat(
            release(Map.of("build/params_calibnet.go", "const UpgradeWaffleHeight = 1779094\n"))
                .upgradeHeights(Network.CALIBNET))
        .containsExactly(Map.entry("Waffle", 1779094L));
  }

  @Test
  void readsApiVersions() {
    String go =
        """
        var (
        	FullAPIVersion0 = newVer(1, 5, 0)
        	FullAPIVersion1 = newVer(2, 3, 0)

        	MinerAPIVersion0  = newVer(1, 5, 0)
        	WorkerAPIVersion0 = newVer(1, 7, 0)
        )
        """;
    assertThat(release(Map.of("api/version.go", go)).apiVersions())
        .containsExactly(
            Map.entry("FullAPIVersion0", "1.5.0"),
            Map.entry("FullAPIVersion1", "2.3.0"),
            Map.entry("MinerAPIVersion0", "1.5.0"),
            Map.entry("WorkerAPIVersion0", "1.7.0"));
  }
}
