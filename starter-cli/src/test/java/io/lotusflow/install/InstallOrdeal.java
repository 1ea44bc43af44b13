package io.lotusflow.install;

import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Ordeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The whole install on the rehearsal network. */
final class InstallOrdeal implements Ordeal {

  /** Short, as each lost worker costs so much; workers beat every two seconds. */
  private static final String WORKER_LOST = "4s";

  @Override
  public String workflowId() {
    return "install/rehearsal";
  }

  @Override
  public void prepare(Operator operator) {
    operator.types("rehearsal", "start").expecting(0);
    Path settings = operator.rehearsal().resolve("lotusflow.toml");
    try {
      String written = Files.readString(settings);
      Files.writeString(
          settings,
          written.replace("[timeouts]", "[timeouts]\nworker_lost = \"" + WORKER_LOST + '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start(Operator operator) {
    operator.types("install", "--rehearsal", "--detach").expecting(0);
  }

  @Override
  public EndState endState(Operator operator) {
    return new Installation(operator.rehearsal()).endState();
  }
}
