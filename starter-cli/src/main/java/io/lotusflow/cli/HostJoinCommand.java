package io.lotusflow.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.fleet.Admission;
import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostCard;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostFactsReader;
import io.lotusflow.fleet.JoinFile;
import io.lotusflow.fleet.JoinFileProblem;
import io.lotusflow.fleet.JoinedServer;
import io.lotusflow.home.Refusal;
import io.lotusflow.home.UpState;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.Target;
import io.lotusflow.temporal.TemporalUnreachable;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings this host to the cluster that a join file names. Run again, it changes nothing. */
@Command(name = "join")
final class HostJoinCommand implements Callable<Integer> {

  private static final Duration TO_BE_SEEN = Duration.ofSeconds(60);

  private final Session session;

  @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "join-file")
  private Path file = Path.of("");

  HostJoinCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JoinFile join = read();
    JoinedServer server = new JoinedServer(session.home(), join);
    requireNoServerOfOurOwn(join);
    requireWhatWasToBeBrought(join, server);
    Target target =
        new Target(
            server.profile(),
            Target.Origin.CONFIGURATION,
            PayloadKeyFile.of(session.home(), session.env()));
    try (Connection connection = connect(target)) {
      requireNamespace(connection);
      requireThatItIsUs(connection);
      if (session.options().dryRun()) {
        server.files().keySet().forEach(would -> session.say("host.join.would", would));
        session.say("host.join.would.start");
        return Exit.DONE;
      }
      requireAgreement(server);
      HostCard card = new HostCard(join.name(), join.roles(), join.tell());
      HostFacts facts =
          requireClock(connection, new HostFactsReader(session.home()).read(Optional.of(card)));
      server.write();
      card.write(session.home());
      WorkerService service = new WorkerService(session);
      service.start();
      awaitSeen(connection, facts.id());
      new HostBook(connection.client()).tell(facts);
      tell(join, facts.id(), service);
      return Exit.DONE;
    }
  }

  private JoinFile read() {
    try {
      return JoinFile.read(file.toAbsolutePath().normalize());
    } catch (JoinFileProblem problem) {
      String key = "host.join." + problem.kind();
      throw new Complaint(
          Exit.USAGE,
          session.text("host.join.bad", problem.file()),
          session.text(key, problem.file(), problem.more()),
          session.text(key + ".todo", problem.file(), problem.more()));
    }
  }

  private void requireNoServerOfOurOwn(JoinFile join) {
    Optional<UpState> own = UpState.read(session.home()).filter(UpState::serverLives);
    if (own.isPresent()) {
      throw session.complaint(
          Exit.REFUSED, "host.join.server", own.get().address(), join.address());
    }
  }

  private void requireWhatWasToBeBrought(JoinFile join, JoinedServer server) {
    server
        .missing()
        .ifPresent(
            missing -> {
              throw session.complaint(Exit.REFUSED, "host.join.missing", missing);
            });
    PayloadKeyFile keys = PayloadKeyFile.of(session.home(), session.env());
    List<String> here = PayloadKeyListCommand.ids(keys);
    join.payloadKeys().stream()
        .filter(id -> !here.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw session.complaint(Exit.REFUSED, "host.join.key", id, keys.path());
            });
  }

  private Connection connect(Target target) {
    try {
      return Connection.open(Connection.Kind.CLI, target);
    } catch (TemporalUnreachable nobody) {
      throw new Complaint(
          Exit.UNREACHABLE,
          session.text("error.unreachable", nobody.address()),
          nobody.seen(session.language()),
          session.text("host.join.unreachable.todo", nobody.address()));
    }
  }

  private void requireNamespace(Connection connection) {
    String namespace = connection.target().namespace();
    try {
      connection
          .stubs()
          .blockingStub()
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw session.complaint(
            Exit.REFUSED, "host.join.namespace", namespace, connection.target().address());
      }
      if (refused.getStatus().getCode() != Status.Code.PERMISSION_DENIED) {
        throw refused; // who may not look at it may work in it all the same
      }
    }
  }

  private void requireThatItIsUs(Connection connection) {
    Optional<Refusal> refusal = new Admission(session.home()).refusal(connection);
    if (refusal.isPresent()) {
      throw new Complaint(
          Exit.REFUSED,
          session.text("host.join.refused"),
          refusalText(session, refusal.get()),
          session.text("host.join.refused.todo", file));
    }
  }

  static String refusalText(Session session, Refusal refusal) {
    return Messages.in(session.language(), "up")
        .text("refusal." + refusal.key(), refusal.arguments().toArray());
  }

  private HostFacts requireClock(Connection connection, HostFacts facts) {
    HostBook book = new HostBook(connection.client());
    boolean known = book.record(facts.id()).isPresent();
    HostFacts measured = facts.withClock(book.clockAhead(facts, Clock.systemUTC()));
    if (measured.clockIsOff()) {
      if (!known) {
        book.remove(facts.id());
      }
      throw session.complaint(
          Exit.REFUSED,
          "host.join.clock",
          HostClock.text(measured.clockAhead().orElseThrow()),
          HostClock.text(HostFacts.CLOCK_LIMIT));
    }
    measured.clockAhead().ifPresent(new HostClock(session.home())::measured);
    return measured;
  }

  private void requireAgreement(JoinedServer server) throws IOException {
    Optional<Path> differing = server.differing();
    if (differing.isPresent()
        && !new Confirmation(session).given("host.join.replace", differing.get())) {
      throw session.complaint(Exit.REFUSED, "host.join.kept", differing.get());
    }
  }

  private void awaitSeen(Connection connection, HostId host) throws InterruptedException {
    HostWorkers workers = new HostWorkers(session, connection);
    Instant deadline = Instant.now().plus(TO_BE_SEEN);
    while (!workers.anyFor(host)) {
      if (Instant.now().isAfter(deadline)) {
        throw session.complaint(Exit.NO_WORKER, "host.join.unseen", TO_BE_SEEN.toSeconds());
      }
      Thread.sleep(200);
    }
  }

  private void tell(JoinFile join, HostId id, WorkerService service) {
    session
        .out()
        .println(
            session.wantsText()
                ? session.text("host.join.done", join.name(), id, join.address())
                : RunsJson.text(
                    RunsJson.MAPPER
                        .createObjectNode()
                        .put("name", join.name())
                        .put("id", id.value())));
    if (!service.outlivesBoot()) {
      session.say("host.join.boot");
    }
  }
}
