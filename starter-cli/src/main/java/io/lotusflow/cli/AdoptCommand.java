package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.adopt.AdoptRequest;
import io.lotusflow.adopt.Adoption;
import io.lotusflow.adopt.Doubt;
import io.lotusflow.adopt.FoundService;
import io.lotusflow.adopt.FoundServices;
import io.lotusflow.adopt.Proposal;
import io.lotusflow.adopt.RunningProgram;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.FoundVersion;
import io.lotusflow.build.Installed;
import io.lotusflow.init.MachineReader;
import io.lotusflow.init.SettingsFile;
import io.lotusflow.run.HostId;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Plans;
import io.lotusflow.settings.Settings;
import io.lotusflow.settings.SettingsTemplate;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Finds what runs already, writes settings for it, and keeps its programs as a version. */
@Command(name = "adopt")
final class AdoptCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--daemon", paramLabel = "UNIT|pid:N")
  private String daemon = "";

  @Option(names = "--miner", paramLabel = "UNIT|pid:N")
  private String miner = "";

  @Option(names = "--set", paramLabel = "KEY=VALUE")
  private Map<String, String> given = Map.of();

  @Option(names = "--force")
  private boolean force;

  @Option(names = "--keep-binaries")
  private boolean keep;

  @Option(names = "--use")
  private boolean use;

  AdoptCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path file = session.options().config().orElse(Planning.STANDARD).toAbsolutePath().normalize();
    List<FoundService> found = FoundServices.onThisMachine();
    if (found.isEmpty()) {
      throw session.complaint(Exit.REFUSED, "adopt.nothing");
    }
    refuseUnknown(file);
    Proposal proposal =
        new Adoption(MachineReader.thisMachine(), session.language())
            .propose(found, new AdoptRequest(daemon, miner, given));
    tell(found, proposal);
    refuseDoubts(proposal);
    Settings settings = checked(proposal, file);
    if (session.options().dryRun()) {
      session.say("adopt.dry", file);
      return Exit.DONE;
    }
    write(proposal, file);
    keepBinaries(proposal, settings);
    session.say("adopt.done", file);
    return Exit.DONE;
  }

  private void refuseUnknown(Path file) {
    try {
      SettingsTemplate.refuseUnknown(given.keySet(), "--set", session.language());
    } catch (BadSettings bad) {
      throw Planning.refused(session, file, bad);
    }
  }

  private Settings checked(Proposal proposal, Path file) {
    try {
      Settings settings = proposal.settings(file, session.language());
      settings.warnings().forEach(warning -> session.err().println(warning));
      return settings;
    } catch (BadSettings bad) {
      throw Planning.refused(session, file, bad);
    }
  }

  private void refuseDoubts(Proposal proposal) {
    if (proposal.doubts().isEmpty()) {
      return;
    }
    String all =
        proposal.doubts().stream()
            .map(
                doubt ->
                    doubt.seen()
                        + doubt.options().stream()
                            .map(option -> "\n    lotusflow adopt " + option)
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    throw new Complaint(
        Exit.REFUSED,
        session.text("adopt.doubts", proposal.doubts().size()),
        all,
        session.text("adopt.doubts.todo"));
  }

  private void write(Proposal proposal, Path file) throws IOException {
    SettingsFile settings = new SettingsFile(file);
    String text = proposal.text(session.language());
    try {
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        session.say("adopt.same", file);
      } else if (force || (Files.exists(file) && agrees("adopt.replace", file))) {
        settings.replace(text).ifPresent(old -> session.say("adopt.old-kept", old));
      } else {
        settings.create(text);
      }
    } catch (FileAlreadyExistsException there) {
      throw session.complaint(Exit.USAGE, "adopt.there", file);
    }
  }

  private boolean agrees(String key, Object... arguments) {
    return new Confirmation(session).given(key, arguments);
  }

  private void keepBinaries(Proposal proposal, Settings settings) {
    BuildPlan build =
        Plans.of(settings, new HostId(session.home().hostId()), false, session.language()).build();
    boolean wanted = keep || use || agrees("adopt.keep", build.prefix());
    if (!wanted) {
      session.say("adopt.not-kept");
      return;
    }
    try {
      List<Installed> kept =
          proposal.versions().stream()
              .map(version -> version.keep(Path.of(build.prefix())))
              .toList();
      kept.forEach(version -> session.say("adopt.kept", version.bin()));
      boolean none = !Files.isSymbolicLink(Path.of(build.prefix(), "current"));
      if (!kept.isEmpty() && (use || none)) {
        // Nothing runs by way of a link that was not there.
        BuildPlan used = use ? build : build.withoutLinks();
        FoundVersion.use(used, kept.get(0)).commands().forEach(session.err()::println);
      }
    } catch (ApplicationFailure failed) {
      throw new Complaint(
          Exit.FAILED,
          session.text("adopt.keep.failed", build.prefix()),
          String.valueOf(failed.getOriginalMessage()),
          session.text("adopt.keep.failed.todo"));
    }
  }

  private void tell(List<FoundService> found, Proposal proposal) {
    if (!session.wantsText()) {
      session.out().println(RunsJson.text(json(found, proposal)));
      return;
    }
    session.out().println(session.text("adopt.found"));
    found.forEach(service -> session.out().println("  " + line(service)));
    session.out().println(session.text("adopt.settings"));
    new TreeMap<>(proposal.values())
        .forEach((key, value) -> session.out().println("  " + key + " = " + value));
    proposal
        .storage()
        .forEach(
            path ->
                session
                    .out()
                    .println(
                        session.text("adopt.storage", path.path(), path.seal(), path.store())));
    proposal
        .versions()
        .forEach(
            version ->
                session
                    .out()
                    .println(
                        session.text(
                            "adopt.version",
                            version.label(),
                            String.join(", ", new TreeMap<>(version.programs()).keySet()))));
    session.out().flush();
    proposal.remarks().forEach(remark -> session.err().println("! " + remark));
    session.err().flush();
  }

  private String line(FoundService service) {
    String pid =
        service.process().map(p -> Long.toString(p.pid())).orElse(session.text("adopt.stopped"));
    return session.text(
        "adopt.service",
        service.program().file(),
        service.name(),
        pid,
        service.binary(),
        service.repo(),
        service.logFile().orElse(session.text("adopt.journal")));
  }

  private ObjectNode json(List<FoundService> found, Proposal proposal) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    found.forEach(
        service -> {
          ObjectNode one = json.withArray("found").addObject();
          one.put("program", service.program().file());
          one.put("name", service.name());
          one.put("pid", service.process().map(RunningProgram::pid).orElse(0L));
          one.put("binary", service.binary().toString());
          one.put("repo", service.repo());
          one.put("log", service.logFile().orElse(""));
          service.environment().secrets().stream().sorted().forEach(one.withArray("secrets")::add);
        });
    json.set("settings", RunsJson.MAPPER.valueToTree(new TreeMap<>(proposal.values())));
    json.set("storage", RunsJson.MAPPER.valueToTree(proposal.storage()));
    proposal.versions().forEach(v -> json.withArray("versions").add(v.label()));
    proposal.remarks().forEach(json.withArray("remarks")::add);
    for (Doubt doubt : proposal.doubts()) {
      json.withArray("doubts").add(RunsJson.MAPPER.valueToTree(doubt));
    }
    return json;
  }
}
