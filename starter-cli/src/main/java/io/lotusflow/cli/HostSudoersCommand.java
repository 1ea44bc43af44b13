package io.lotusflow.cli;

import io.lotusflow.process.RootAct.Need;
import io.lotusflow.process.Sudoers;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what may be allowed in {@code /etc/sudoers.d}; changes nothing. */
@Command(name = "sudoers")
final class HostSudoersCommand implements Callable<Integer> {

  /** What there is to be allowed. */
  enum Allowed {
    services,
    firewall,
    jobs,
    prepare
  }

  private final Session session;

  @Option(names = "--user", paramLabel = "USER")
  private Optional<String> user = Optional.empty();

  @Option(names = "--allow", split = ",", paramLabel = "services|firewall|jobs|prepare")
  private Set<Allowed> allowed = EnumSet.of(Allowed.services);

  HostSudoersCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Set<Need> needs =
        allowed.stream()
            .map(one -> Need.valueOf(one.name().toUpperCase(Locale.ROOT)))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Need.class)));
    session.out().print(Sudoers.of(user.orElse(System.getProperty("user.name")), needs));
    return Exit.DONE;
  }
}
