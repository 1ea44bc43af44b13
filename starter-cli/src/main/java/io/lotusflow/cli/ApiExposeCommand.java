package io.lotusflow.cli;

import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.run.HostId;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Plans;
import io.lotusflow.settings.SettingsReader;
import io.lotusflow.toml.Setting;
import io.lotusflow.toml.TomlFile;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a daemon or a miner listen where other machines reach it, from its next start on. */
@Command(name = "expose")
final class ApiExposeCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "daemon|miner", descriptionKey = "api-of")
  private ApiOf of = ApiOf.daemon;

  @Option(names = "--listen", paramLabel = "MULTIADDR", required = true)
  private String listen = "";

  @Option(names = "--remote", paramLabel = "HOST:PORT")
  private Optional<String> remote = Optional.empty();

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  ApiExposeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Path file = rehearsal ? planning.rehearsalSettings() : planning.settings();
    Plans plans = planning.plans(file);
    Path repo = of.repo(plans).orElseThrow(() -> of.notHere(session));
    List<Setting> ofSettings = List.of(Setting.text(of.name(), "api", listen));
    List<Setting> ofRepo = ofRepo();
    refuseNonsense(file, ofSettings);
    TomlFile config = new TomlFile(repo.resolve("config.toml"));
    try {
      List<Setting> missing = config.missing(ofRepo);
      List<Setting> unsaid = new TomlFile(file).missing(ofSettings);
      missing.forEach(setting -> session.out().println(config.path() + ": " + setting));
      unsaid.forEach(setting -> session.out().println(file + ": " + setting));
      if (session.options().dryRun()) {
        return Exit.DONE;
      }
      config.set(ofRepo).ifPresent(old -> session.say("api.kept", old));
      new TomlFile(file).set(ofSettings).ifPresent(old -> session.say("api.kept", old));
      session.say(missing.isEmpty() ? "api.same" : "api.exposed", of, unit(plans));
      return Exit.DONE;
    } catch (ApplicationFailure refused) {
      throw new Complaint(
          Exit.FAILED,
          session.text("api.not-written", config.path()),
          String.valueOf(refused.getOriginalMessage()),
          session.text("api.not-written.todo"));
    }
  }

  private List<Setting> ofRepo() {
    List<Setting> settings = new ArrayList<>(List.of(Setting.text("API", "ListenAddress", listen)));
    String reached = remote.orElseGet(this::sameForOthers);
    if (!reached.isEmpty()) {
      settings.add(Setting.text("API", "RemoteListenAddress", reached));
    }
    return settings;
  }

  /** Where workers fetch a miner's files; that of all interfaces is no address to call. */
  private String sameForOthers() {
    Multiaddr address = address();
    String host = address.host().orElse("");
    boolean nowhere = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    return of == ApiOf.daemon || nowhere ? "" : host + ':' + address.port();
  }

  private Multiaddr address() {
    try {
      return Multiaddr.parse(listen);
    } catch (IllegalArgumentException wrong) {
      throw new Complaint(
          Exit.USAGE,
          session.text("api.not-address", listen),
          String.valueOf(wrong.getMessage()),
          session.text("api.not-address.todo"));
    }
  }

  /** Judged by the settings' own reader, before anything is written. */
  private void refuseNonsense(Path file, List<Setting> wanted) {
    address();
    try {
      String changed = new TomlFile(file).with(wanted);
      Plans.of(
          new SettingsReader(session.language()).parse(file, changed),
          new HostId(session.home().hostId()),
          true,
          session.language());
    } catch (BadSettings bad) {
      throw Planning.refused(session, file, bad);
    }
  }

  private String unit(Plans plans) {
    return of.unit(plans);
  }
}
