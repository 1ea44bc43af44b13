package io.lotusflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What real tools make of the environment they are given. */
class AccessEnvironmentTest {
  private static final NetworkAccess OPEN =
      new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");

  @Test
  void gitTakesMirrorsFromItsEnvironmentAlone() {
    NetworkAccess access =
        new NetworkAccess(
            "",
            "http://proxy.example:3128",
            "",
            Map.of("https://github.com/", "https://mirror.example/"),
            "",
            "",
            "",
            "",
            "",
            "",
            List.of(),
            "");
    Map<String, String> environment = AccessEnvironment.of(access, Tool.GIT);
    assertThat(environment).containsEntry("https_proxy", "http://proxy.example:3128");
    String seen =
        new Programs()
            .run(
                Command.of(
                        Duration.ofSeconds(20),
                        "git",
                        "config",
                        "--get",
                        "url.https://mirror.example/.insteadOf")
                    .with(environment))
            .line();
    assertThat(seen).isEqualTo("https://github.com/");
  }

  @Test
  void presetsFillOnlyWhatIsOpen() {
    NetworkAccess own =
        new NetworkAccess(
            "", "", "", Map.of(), "https://goproxy.own", "", "", "", "", "", List.of(), "");
    NetworkAccess filled = Presets.fill(own, "tuna");
    assertThat(filled.goproxy()).isEqualTo("https://goproxy.own");
    assertThat(filled.cargoRegistry())
        .isEqualTo("sparse+https://mirrors.tuna.tsinghua.edu.cn/crates.io-index/");
    assertThat(AccessEnvironment.of(filled, Tool.GO, Tool.RUSTUP))
        .containsEntry("GOPROXY", "https://goproxy.own")
        .containsEntry("RUSTUP_UPDATE_ROOT", "https://mirrors.tuna.tsinghua.edu.cn/rustup/rustup");
    assertThat(Presets.fill(OPEN, "")).isEqualTo(OPEN);
    assertThatThrownBy(() -> Presets.fill(OPEN, "utsc"))
        .hasMessageContaining("aliyun, sjtu, tuna, ustc");
  }

  @Test
  void namesTheManualsMirrorsThatAreOutdated() {
    NetworkAccess old =
        new NetworkAccess(
            "",
            "",
            "",
            Map.of(),
            "",
            "",
            "",
            "",
            "",
            "git://mirrors.ustc.edu.cn/crates.io-index",
            List.of(),
            "");
    assertThat(Presets.outdatedIn(old))
        .extracting(Presets.OutdatedMirror::successor)
        .containsExactly("sparse+https://mirrors.ustc.edu.cn/crates.io-index/");
    for (String preset : Presets.names()) {
      assertThat(Presets.outdatedIn(Presets.fill(OPEN, preset))).isEmpty();
    }
  }
}
