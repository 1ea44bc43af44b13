package io.lotusflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import org.junit.jupiter.api.Test;

class StepTableTest {
  private static final long BEGAN = 1_000_000;

  private final StepTable steps = new StepTable(Language.ENGLISH);

  @Test
  void saysOfEachStepHowItIsHowLongItTookAndWhatCameOfIt() {
    int build = steps.open("Build.Compile", BEGAN);
    steps.mark(build, StepTable.State.DONE, "1.36.2", BEGAN + 99_000);
    int looked = steps.open("Snapshot.Inspect", BEGAN);
    steps.mark(looked, StepTable.State.ALREADY_SO, "", BEGAN);
    steps.open("Snapshot.Fetch", BEGAN);
    assertThat(steps.markdown())
        .isEqualTo(
            """
            - ✔ **Compile Lotus** · done · 1m 39s · 1.36.2
            - = **Look for chain data** · already so · 0s
            - ▶ **Fetch the snapshot** · running
            """);
  }

  @Test
  void partsOfSeveralHostsNameTheirHosts() {
    steps.open("Build", "install/n1/build@host-1", BEGAN);
    steps.open("Build", "install/n1/build@host-2", BEGAN);
    steps.open("Build", "seal@home/n1/build", BEGAN);
    assertThat(steps.markdown().lines())
        .map(line -> line.replaceAll(".*\\*\\*(.*)\\*\\*.*", "$1"))
        .containsExactly(
            "Build and install Lotus @host-1",
            "Build and install Lotus @host-2",
            "Build and install Lotus");
    assertThat(steps.label("Build", "install/n1/build@host-2"))
        .isEqualTo("Build and install Lotus @host-2");
  }

  @Test
  void takesNothingInANoteForMarkdown() {
    int fetch = steps.open("Snapshot.Fetch", BEGAN);
    steps.mark(fetch, StepTable.State.PARKED, "answered\n  <html> *", BEGAN);
    assertThat(steps.markdown()).contains("‼ **Fetch").contains("answered \\<html> \\*");
  }

  @Test
  void aProcedureWhoseLastLookFoundAllAsItShouldBeIsDone() {
    Reported report = () -> Receipt.alreadySo("miner t01003");
    assertThat(StepTable.stateOf(report)).isEqualTo(StepTable.State.ALREADY_SO);
    assertThat(StepTable.stateOfChild(report)).isEqualTo(StepTable.State.DONE);
  }
}
