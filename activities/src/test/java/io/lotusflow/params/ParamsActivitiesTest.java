package io.lotusflow.params;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.job.JobSteps;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.node.Step;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParamsActivitiesTest {
  @TempDir Path folder;
  private Step step;
  private ParamsActivities params;
  private Path lotus;

  @BeforeEach
  void begin() {
    lotus =
        FakeBinary.write(
            folder.resolve("lotus"),
            """
            echo "Fetching x from $IPFS_GATEWAY"
            case "$IPFS_GATEWAY" in *good/) ;; *) echo 'ERROR: no such host'; exit 1;; esac
            echo data > "$FIL_PROOFS_PARAMETER_CACHE/v28-$2.params"
            """);
    step = new Step(folder);
    params = step.stub(ParamsActivities.class, new ParamsActivitiesImpl(new JobSteps(step.jobs)));
  }

  @AfterEach
  void end() {
    step.close();
  }

  private ParamsPlan plan(ByteSize size, String... gateways) {
    NetworkAccess access =
        new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(gateways), "");
    return new ParamsPlan(
        Plans.SCOPE, lotus.toString(), size, folder.resolve("deep/params").toString(), access);
  }

  @Test
  void triesGatewaysInTurnAndChecksOnlyOnce() throws IOException {
    ParamsPlan plan = plan(ByteSize.parse("2KiB"), "http://bad/ipfs/", "http://good");
    Receipt receipt = params.fetch(plan);
    assertThat(receipt.outcome()).isEqualTo(Outcome.DONE);
    assertThat(receipt.commands()).hasSize(2);
    assertThat(receipt.commands().get(1))
        .isEqualTo("IPFS_GATEWAY=http://good/ " + lotus + " fetch-params 2KiB");
    assertThat(params.fetch(plan).outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(FakeBinary.calls(lotus, "fetch-params")).isEqualTo(2);
    Files.writeString(folder.resolve("deep/params/v28-2KiB.params"), "damaged");
    assertThat(params.fetch(plan).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void saysThatNoGatewayGave() {
    var failed = Failures.of(() -> params.fetch(plan(ByteSize.parse("2KiB"), "http://bad/ipfs/")));
    assertThat(failed.getType()).isEqualTo("PARAMS_NOT_FETCHED");
  }

  @Test
  void looksAtTheRoomFirst() {
    ByteSize room = new ByteSize(folder.toFile().getUsableSpace());
    ParamsFolder big = new ParamsFolder(plan(ByteSize.parse("32GiB"), "http://good/"));
    assertThat(big.missing()).isEqualTo(ByteSize.parse("110GiB"));
    if (room.compareTo(big.missing()) < 0) {
      assertThat(
              Failures.of(() -> params.fetch(plan(ByteSize.parse("32GiB"), "http://good/")))
                  .getType())
          .isEqualTo("PARAMS_NO_SPACE");
    }
  }
}
