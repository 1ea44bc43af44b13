package io.lotusflow.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertTextTest {

  private static String text(Language language) {
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), language, false);
    Alert sectors =
        new Alert(
            Alert.Event.SECTORS,
            "sector-watch/n1/5",
            "sector-watch/n1",
            "",
            "",
            "",
            List.of("301", "LATE", "300", "7 PreCommit1; …", "LOST", "1", "9 Removed: no deals"),
            Instant.EPOCH);
    return new AlertText(scope, sectors).whole();
  }

  @Test
  void tellsOfSectorsByReasonWithCounts() {
    assertThat(text(Language.ENGLISH).lines())
        .containsExactly(
            "lotusflow: 301 sectors need a look",
            "Much longer in its state than any ever was here (300): 7 PreCommit1; …",
            "Dead or removed, it will not be proven (1): 9 Removed: no deals",
            "Node n1 on host h1",
            "lotusflow sector list");
  }

  @Test
  void tellsItInChinese() {
    assertThat(text(Language.CHINESE))
        .contains("有 301 个扇区需要您看一下")
        .contains("停留时间远超本机以往任何一次（300 个）：7 PreCommit1; …");
  }

  @Test
  void tellsThatAHostIsAwayAndWhatWaitsForIt() {
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, false);
    Alert away =
        new Alert(
            Alert.Event.HOST_AWAY,
            "host-away/h2/1",
            "seal-1",
            "",
            "",
            "",
            List.of("2026-03-01T02:10:00Z", "3", "seal-1"),
            Instant.EPOCH);
    assertThat(new AlertText(scope, away).whole())
        .startsWith("lotusflow: Host seal-1 is away\n")
        .contains("since 2026-03-01T02:10:00Z", "wait: 3", "lotusflow host remove seal-1")
        .endsWith("lotusflow host list");
  }
}
