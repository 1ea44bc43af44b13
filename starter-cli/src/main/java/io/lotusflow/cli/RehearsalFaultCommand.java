package io.lotusflow.cli;

import io.lotusflow.rehearsal.Rehearsal;
import io.lotusflow.rehearsal.site.Faults;
import io.lotusflow.rehearsal.suite.build.Fault;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Without arguments it lists the faults that are set. */
@Command(name = "fault")
final class RehearsalFaultCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", arity = "0..1", paramLabel = "FAULT", descriptionKey = "fault")
  private Optional<String> name = Optional.empty();

  @Parameters(index = "1..*", paramLabel = "PARAMETER", descriptionKey = "fault-parameter")
  private List<String> parameters = List.of();

  @Option(names = "--clear")
  private boolean clear;

  RehearsalFaultCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Faults faults = Rehearsal.at(session.home().rehearsal()).faults();
    if (name.isEmpty()) {
      if (clear) {
        faults.clearAll();
      }
    } else if (clear) {
      faults.clear(named(name.get()));
    } else {
      faults.set(named(name.get()), String.join(" ", parameters));
    }
    faults
        .list()
        .forEach(
            (fault, parameter) ->
                session.out().println((fault.fileName() + ' ' + parameter).strip()));
    return Exit.DONE;
  }

  private Fault named(String wanted) {
    return Stream.of(Fault.values())
        .filter(fault -> fault.fileName().equals(wanted))
        .findFirst()
        .orElseThrow(() -> unknown(wanted));
  }

  private Complaint unknown(String wanted) {
    String known = Stream.of(Fault.values()).map(Fault::fileName).collect(Collectors.joining(" "));
    return new Complaint(
        Exit.USAGE,
        session.text("fault.unknown", wanted),
        session.text("fault.unknown.seen", known),
        "");
  }
}
