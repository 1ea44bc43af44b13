package io.lotusflow.cli;

import io.lotusflow.messages.Language;
import io.lotusflow.rehearsal.Rehearsal;
import io.lotusflow.run.HostId;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Plans;
import io.lotusflow.settings.Settings;
import io.lotusflow.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the settings file into plans for this host. */
final class Planning {

  static final Path STANDARD = Path.of("lotusflow.toml");

  /** Where a package keeps what belongs to an administrator. */
  static final Path OF_THE_MACHINE = Path.of("/etc/lotusflow/lotusflow.toml");

  private static final Duration TO_START = Duration.ofMinutes(2);

  private final Session session;

  Planning(Session session) {
    this.session = session;
  }

  /** From {@link #settings}. */
  Plans plans() {
    return plans(settings());
  }

  /** {@code --config}, else {@code lotusflow.toml} here, else the one in {@code /etc/lotusflow}. */
  Path settings() {
    return settingsIfAny()
        .orElseThrow(
            () -> session.complaint(Exit.USAGE, "settings.none", STANDARD.toAbsolutePath()));
  }

  /** As {@link #settings}; empty where nobody has written any. */
  Optional<Path> settingsIfAny() {
    return session
        .options()
        .config()
        .or(() -> Stream.of(STANDARD, OF_THE_MACHINE).filter(Files::exists).findFirst())
        .map(file -> file.toAbsolutePath().normalize());
  }

  /** What a file says by now, without a word on what is wrong in it; empty where it is no use. */
  Optional<Plans> now(Path file, Language language) {
    try {
      return Optional.of(
          Plans.of(
              new SettingsReader(language).read(file),
              new HostId(session.home().hostId()),
              false,
              language));
    } catch (BadSettings noUse) {
      return Optional.empty();
    }
  }

  /** Of the rehearsal network, which is started if it does not run. */
  Plans rehearsal() {
    return plans(rehearsalSettings());
  }

  /** Of a rehearsal that was started once; nothing is started. */
  Optional<Plans> earlierRehearsal() {
    Path file = session.home().rehearsal().resolve("lotusflow.toml");
    return Files.exists(file) ? Optional.of(plans(file)) : Optional.empty();
  }

  /** The settings file of the rehearsal network, which is started if it does not run. */
  Path rehearsalSettings() {
    Rehearsal network = Rehearsal.at(session.home().rehearsal());
    if (network.running().isEmpty()) {
      session.say("rehearsal.starting", session.home().rehearsal());
    }
    network.start(TO_START);
    return network.writeSettings(session.language().tag());
  }

  Plans plans(Path file) {
    try {
      Settings settings = new SettingsReader(session.language()).read(file);
      settings.warnings().forEach(warning -> session.err().println(warning));
      Language language = session.options().lang().orElse(settings.language());
      return Plans.of(
          settings, new HostId(session.home().hostId()), session.options().dryRun(), language);
    } catch (BadSettings bad) {
      throw refused(session, file, bad);
    }
  }

  /** All problems of a file at once. */
  static Complaint refused(Session session, Path file, BadSettings bad) {
    return new Complaint(
        Exit.USAGE,
        session.text("settings.bad", file, bad.problems().size()),
        bad.problems().stream().map(Object::toString).collect(Collectors.joining("\n")),
        session.text("settings.bad.todo"));
  }
}
