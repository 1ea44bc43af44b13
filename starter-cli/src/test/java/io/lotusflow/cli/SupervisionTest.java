package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.Release;
import io.lotusflow.home.UpState;
import io.lotusflow.home.WorkerState;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionTest {

  @TempDir private Path folder;

  /** This process stands for the worker. */
  private String said() {
    StringWriter err = new StringWriter();
    Optional<LiveProcess> nobody = Optional.empty();
    UpState state =
        new UpState("", "", "", Instant.EPOCH, nobody, nobody, nobody, nobody, Optional.empty());
    new Supervision(SessionOf.writing(folder, new StringWriter(), err)).warnOfAnotherBuild(state);
    return err.toString();
  }

  @Test
  void saysWhichReleaseTheWorkerIsThatRunsWhenItIsAnother() throws Exception {
    Home home = new Home(folder);
    new WorkerState(LiveProcess.self(), true, Optional.empty()).write(home);
    assertThat(said()).isEmpty();

    Path file = folder.resolve("run/worker.json");
    Files.writeString(
        file,
        Files.readString(file).replace("\"release\":\"" + Release.number(), "\"release\":\"0.0.9"));
    assertThat(said()).contains("lotusflow 0.0.9", "this is " + Release.number(), "lotusflow down");
  }

  @Test
  void saysNothingOfAWorkerThatIsGone() throws Exception {
    new WorkerState(
            new LiveProcess(Integer.MAX_VALUE, 1, LiveProcess.self().bootId()),
            true,
            Optional.empty())
        .write(new Home(folder));
    assertThat(said()).isEmpty();
  }
}
