package io.lotusflow.cli;

import io.lotusflow.service.ServicePlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs")
final class ServiceLogsCommand implements Callable<Integer> {

  private static final long LAST_BYTES = 16 << 10;

  private final Session session;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", descriptionKey = "service-name")
  private Optional<String> name = Optional.empty();

  @Option(names = {"-f", "--follow"})
  private boolean follow;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  ServiceLogsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    List<ServicePlan> services = plans.services();
    Path log =
        services.stream()
            .filter(s -> name.filter(n -> !n.equals(s.unit().name())).isEmpty())
            .findFirst()
            .map(service -> Path.of(service.unit().logFile()))
            .orElseThrow(() -> unknown(services));
    session.say("service.log", log);
    LogFollower follower = new LogFollower(session.out()).fromLast(log, LAST_BYTES);
    if (follow) {
      follower.follow(log, () -> true);
    }
    follower.copy(log);
    return Exit.DONE;
  }

  private Complaint unknown(List<ServicePlan> services) {
    return new Complaint(
        Exit.USAGE,
        session.text("service.unknown", name.orElse("")),
        session.text(
            "service.unknown.seen",
            services.stream().map(s -> s.unit().name()).collect(Collectors.joining(", "))),
        "");
  }
}
