package io.lotusflow.rehearsal.suite.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectorFileTest {

  @TempDir Path repo;

  @Test
  void oneThatIsPutSomewhereKeepsWhatIsKnownOfIt() throws IOException {
    SectorFile sectors = new SectorFile(repo);
    Map<String, String> facts = Map.of(Sector.PLEDGED, "yes", "commit", "bafy-commit");
    sectors.put(new Sector(3, "Proving", Sector.Course.STILL, facts));

    sectors.decree(3, "CommitAggregateWait", true);

    Sector put = sectors.all().get(3L);
    assertThat(put.state()).isEqualTo("CommitAggregateWait");
    assertThat(put.course()).isEqualTo(Sector.Course.WEDGED);
    assertThat(put.isPledged()).isTrue();
    assertThat(put.fact("commit")).isEqualTo("bafy-commit");
  }

  @Test
  void oneThatWasNotThereIsMade() throws IOException {
    SectorFile sectors = new SectorFile(repo);
    sectors.decree(9, "PreCommit1", false);
    assertThat(sectors.all().get(9L)).isEqualTo(new Sector(9, "PreCommit1", Sector.Course.STILL));
  }
}
