package io.lotusflow.adopt;

import io.lotusflow.messages.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of several services of one kind is meant. */
record Choice(Optional<FoundService> chosen, List<Doubt> doubts, List<String> remarks) {

  /**
   * The named one; else the only one that runs; else the only one there is.
   *
   * @param option of the command that names one
   */
  static Choice among(
      List<FoundService> all, LotusProgram program, String named, String option, Messages words) {
    List<FoundService> some = all.stream().filter(s -> s.program() == program).toList();
    if (!named.isEmpty()) {
      Optional<FoundService> meant =
          some.stream().filter(service -> isCalled(service, named)).findFirst();
      return new Choice(
          meant,
          meant.isPresent()
              ? List.of()
              : List.of(
                  new Doubt(
                      option, words.text("no-such", named, names(some)), options(option, some))),
          List.of());
    }
    List<FoundService> running = some.stream().filter(FoundService::isRunning).toList();
    List<FoundService> candidates = running.isEmpty() ? some : running;
    if (candidates.size() > 1) {
      return new Choice(
          Optional.empty(),
          List.of(
              new Doubt(
                  option,
                  words.text("several", program.file(), described(candidates)),
                  options(option, candidates))),
          List.of());
    }
    List<String> remarks = new ArrayList<>();
    some.stream()
        .filter(service -> !candidates.contains(service))
        .forEach(idle -> remarks.add(words.text("idle-unit", idle.name(), idle.repo())));
    return new Choice(candidates.stream().findFirst(), List.of(), remarks);
  }

  private static List<String> options(String option, List<FoundService> some) {
    return some.stream().map(service -> option + ' ' + unmistakable(service, some)).toList();
  }

  private static boolean isCalled(FoundService service, String name) {
    return service.name().equals(name) || number(service).filter(name::equals).isPresent();
  }

  /** Two supervisors may each keep a service of one name. */
  private static String unmistakable(FoundService service, List<FoundService> some) {
    boolean alone = some.stream().filter(other -> other.name().equals(service.name())).count() == 1;
    return alone ? service.name() : number(service).orElseGet(service::name);
  }

  private static Optional<String> number(FoundService service) {
    return service.process().map(process -> "pid:" + process.pid());
  }

  private static String names(List<FoundService> some) {
    return some.stream().map(FoundService::name).collect(Collectors.joining(", "));
  }

  private static String described(List<FoundService> some) {
    return some.stream()
        .map(service -> service.name() + " (" + service.repo() + ")")
        .collect(Collectors.joining(", "));
  }
}
