package io.lotusflow.cli;

import io.lotusflow.temporal.PayloadKey;
import io.lotusflow.temporal.PayloadKeyFile;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a key; with the first one, encryption begins. */
@Command(name = "new")
final class PayloadKeyNewCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--id", paramLabel = "ID")
  private Optional<String> id = Optional.empty();

  @Option(names = "--standby")
  private boolean standby;

  PayloadKeyNewCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    PayloadKeyFile file = PayloadKeyFile.of(session.home(), session.env());
    List<String> known = PayloadKeyListCommand.ids(file);
    String wanted = id.orElseGet(() -> freeId(known));
    if (!PayloadKey.isId(wanted) || known.contains(wanted)) {
      throw new Complaint(
          Exit.USAGE,
          session.text("payload-key.bad-id", wanted),
          session.text(known.contains(wanted) ? "payload-key.taken" : "payload-key.no-id"),
          session.text("payload-key.bad-id.todo"));
    }
    if (session.options().dryRun()) {
      session.say("payload-key.would", wanted, file.path());
      return Exit.DONE;
    }
    file.add(PayloadKey.random(wanted), !standby);
    session.out().println(session.wantsText() ? wanted : "{\"id\":\"" + wanted + "\"}");
    session.say(
        known.isEmpty()
            ? "payload-key.first"
            : standby ? "payload-key.standby" : "payload-key.rotated",
        wanted,
        file.path());
    return Exit.DONE;
  }

  /** The day, with a number if there is one of that day already. */
  private static String freeId(List<String> known) {
    String day = LocalDate.now(ZoneOffset.UTC).toString();
    return Stream.concat(
            Stream.of(day), IntStream.iterate(2, i -> i + 1).mapToObj(i -> day + "." + i))
        .filter(candidate -> !known.contains(candidate))
        .findFirst()
        .orElseThrow();
  }
}
