package io.lotusflow.cli;

import io.lotusflow.home.UpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up")
final class UpCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--port", paramLabel = "PORT")
  private Optional<Integer> port = Optional.empty();

  @Option(names = "--ui-port", paramLabel = "PORT")
  private Optional<Integer> uiPort = Optional.empty();

  @Option(names = "--metrics-port", paramLabel = "PORT")
  private Optional<Integer> metricsPort = Optional.empty();

  @Option(names = "--service")
  private boolean service;

  @Option(names = "--worker-only")
  private boolean workerOnly;

  UpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Supervision.Answer answer = new Supervision(session).bringUp(arguments());
    if (service) {
      session.say("up.service");
    } else if (session.wantsText()) {
      UpState.read(session.home()).ifPresent(this::tell);
    } else {
      session.out().println(answer.json());
    }
    if (!service) {
      UpState.read(session.home()).ifPresent(new Supervision(session)::warnOfAnotherBuild);
    }
    return Exit.DONE;
  }

  private void tell(UpState state) {
    session
        .out()
        .println(
            state.server().isPresent()
                ? session.text("up.done", state.address(), state.ui())
                : session.text("up.done.worker", session.home().hostId(), state.address()));
  }

  private List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(service ? List.of("service", "install") : List.of("start"));
    if (workerOnly) {
      arguments.add("--worker-only");
    }
    port.ifPresent(p -> arguments.add("--port=" + p));
    uiPort.ifPresent(p -> arguments.add("--ui-port=" + p));
    metricsPort.ifPresent(p -> arguments.add("--metrics-port=" + p));
    session.options().address().ifPresent(a -> arguments.add("--address=" + a));
    session.options().namespace().ifPresent(n -> arguments.add("--namespace=" + n));
    return arguments;
  }
}
