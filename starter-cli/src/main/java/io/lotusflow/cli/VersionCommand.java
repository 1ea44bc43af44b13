package io.lotusflow.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version")
final class VersionCommand implements Callable<Integer> {

  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session
        .out()
        .println(
            session.wantsText()
                ? "lotusflow " + Version.number()
                : "{\"version\":\"" + Version.number() + "\"}");
    return Exit.DONE;
  }
}
