package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.grpc.StatusRuntimeException;
import io.lotusflow.fleet.HostFactsReader;
import io.lotusflow.home.Home;
import io.lotusflow.home.UpState;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.job.JobState;
import io.lotusflow.job.Jobs;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.preflight.Finding;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.settings.Plans;
import io.lotusflow.support.SupportBundle;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.TemporalUnreachable;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunJson;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.Step;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What goes into a support bundle. What cannot be had is left out, and said to be. */
final class SupportContents {

  private static final Duration RECENT = Duration.ofDays(7);
  private static final int OPEN_RUNS = 40;
  private static final int FAILED_RUNS = 20;
  private static final int LISTED = 500;
  private static final int JOB_LOGS = 20;
  private static final int SHORTEST_SECRET = 8;
  private static final Path SYSTEMD = Path.of("/run/systemd/system");
  private static final Duration JOURNAL_WITHIN = Duration.ofSeconds(20);

  static final String JOURNAL = "logs/journal.log";

  private final Session session;
  private final Planning planning;
  private final List<String> leftOut = new ArrayList<>();
  private final Optional<Path> settings;
  private final Optional<InstallPlan> plan;

  SupportContents(Session session) {
    this.session = session;
    this.planning = new Planning(session);
    this.settings = settings();
    this.plan = settings.flatMap(this::plan);
  }

  /** What is missing, and why: a sentence each. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  private void leaveOut(String key, Object... arguments) {
    leftOut.add(session.text(key, arguments));
  }

  private Optional<Path> settings() {
    Path ofRehearsal = session.home().rehearsal().resolve("lotusflow.toml");
    List<Path> candidates =
        List.of(Planning.STANDARD.toAbsolutePath(), Planning.OF_THE_MACHINE, ofRehearsal);
    Optional<Path> found =
        session
            .options()
            .config()
            .or(() -> candidates.stream().filter(Files::exists).findFirst())
            .filter(Files::isReadable);
    if (found.isEmpty()) {
      leaveOut("support.no-settings", Planning.STANDARD);
    }
    return found;
  }

  private Optional<InstallPlan> plan(Path file) {
    Optional<Plans> plans = planning.now(file, session.language());
    if (plans.isEmpty()) {
      leaveOut("support.no-findings", file);
    }
    return plans.map(Plans::install);
  }

  /** Contents of the token files that we know of: a token need not look like one. */
  Set<String> secrets() {
    Set<String> secrets = new LinkedHashSet<>();
    plan.stream()
        .flatMap(known -> Stream.concat(daemonApi(known), minerApis(known)))
        .map(NodeApi::tokenFile)
        .filter(file -> !file.isEmpty())
        .forEach(file -> addSecrets(Path.of(file), secrets));
    return secrets;
  }

  private static Stream<NodeApi> daemonApi(InstallPlan plan) {
    return plan.daemon().map(DaemonPlan::api).stream();
  }

  private static Stream<NodeApi> minerApis(InstallPlan plan) {
    return plan.miner().stream().flatMap(miner -> Stream.of(miner.api(), miner.node()));
  }

  private static void addSecrets(Path file, Set<String> secrets) {
    try {
      String token = Files.readString(file).strip();
      Stream.of(token, token.split(":", 2)[0])
          .filter(secret -> secret.length() >= SHORTEST_SECRET)
          .forEach(secrets::add);
    } catch (IOException none) {
      return;
    }
  }

  void writeTo(SupportBundle bundle) throws IOException {
    bundle.text("versions.txt", versions());
    if (settings.isPresent()) {
      bundle.text("lotusflow.toml", Files.readString(settings.get()));
    }
    if (plan.isPresent()) {
      findings(bundle, plan.get());
    }
    logs(bundle);
    journal(bundle);
    ofServer(bundle);
    bundle.text("left-out.txt", String.join("\n", leftOut) + '\n');
  }

  private String versions() {
    return """
    made at      %s
    lotusflow    %s
    java         %s (%s)
    system       %s %s %s
    host         %s
    lotus        %s
    up           %s
    """
        .formatted(
            Instant.now(),
            Version.number(),
            System.getProperty("java.version"),
            System.getProperty("java.vendor"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            session.home().hostId(),
            lotus(),
            UpState.read(session.home())
                .map(state -> state.toStatusJson(session.home()))
                .orElse("never"));
  }

  /** Of what runs or is set up here; of other hosts, see the list of hosts. */
  private String lotus() {
    try {
      return String.join(", ", new HostFactsReader(session.home()).read().lotus());
    } catch (RuntimeException unreadable) {
      return unreadable.toString();
    }
  }

  private void findings(SupportBundle bundle, InstallPlan known) throws IOException {
    try {
      List<Finding> findings = DoctorCommand.look(session, known, true, Optional.empty());
      bundle.text("doctor.json", RunsJson.MAPPER.valueToTree(findings).toPrettyString());
    } catch (RuntimeException failed) {
      leaveOut("support.no-findings.failed", failed);
    }
  }

  private void logs(SupportBundle bundle) throws IOException {
    Home home = session.home();
    try (Stream<Path> ours = Files.list(home.logs())) {
      for (Path log : ours.filter(Files::isRegularFile).sorted().toList()) {
        bundle.log("logs/" + log.getFileName(), log);
      }
    }
    for (Path log : serviceLogs()) {
      bundle.log("logs/" + log.getFileName(), log);
    }
    List<JobState> jobs = new ArrayList<>(new Jobs(home.jobs()).list());
    jobs.sort(Comparator.comparing(JobState::startedAt).reversed());
    for (JobState job : jobs.subList(0, Math.min(JOB_LOGS, jobs.size()))) {
      bundle.log("logs/jobs/" + job.key().name() + ".log", job.log());
    }
  }

  /** What systemd and the supervisor say of lotusflow's own units, where there are any. */
  private void journal(SupportBundle bundle) throws IOException {
    if (!Files.isDirectory(SYSTEMD)) {
      return;
    }
    try {
      String said =
          new Programs()
              .run(
                  Command.of(
                      JOURNAL_WITHIN,
                      "journalctl",
                      "--no-pager",
                      "--quiet",
                      "--output=short-iso",
                      "--lines=2000",
                      "--unit=lotusflow*.service"))
              .stdout();
      if (!said.isBlank()) {
        bundle.text(JOURNAL, said);
      }
    } catch (CommandFailed failed) {
      leaveOut("support.no-journal", failed.getMessage());
    }
  }

  private List<Path> serviceLogs() {
    Stream<ServicePlan> services =
        plan.stream()
            .flatMap(
                known ->
                    Stream.concat(
                        known.daemon().map(DaemonPlan::service).stream(),
                        known.miner().map(MinerPlan::service).stream()));
    return services
        .map(service -> service.unit().logFile())
        .filter(file -> !file.isEmpty())
        .map(Path::of)
        .toList();
  }

  private void ofServer(SupportBundle bundle) throws IOException {
    try (Connection connection = session.connect()) {
      hosts(bundle, connection);
      schedules(bundle, connection);
      histories(bundle, connection);
    } catch (TemporalUnreachable away) {
      leaveOut("support.no-histories", session.text("error.unreachable", away.address()));
    } catch (RuntimeException silent) {
      leaveOut("support.no-histories", silent.getMessage());
    }
  }

  private void hosts(SupportBundle bundle, Connection connection) throws IOException {
    try {
      List<HostOverview.Line> hosts = HostOverview.ask(session, connection).hosts();
      ArrayNode json = RunsJson.MAPPER.createArrayNode();
      hosts.forEach(host -> json.add(HostText.json(host)));
      bundle.text("hosts.json", json.toPrettyString());
      if (hosts.size() > 1) {
        leaveOut("support.other-hosts");
      }
    } catch (StatusRuntimeException refused) {
      leaveOut("support.no-hosts", refused.getMessage());
    }
  }

  private void schedules(SupportBundle bundle, Connection connection) throws IOException {
    try {
      Schedules schedules = new Schedules(session, new ScheduleBook(connection.client()));
      ArrayNode json = RunsJson.MAPPER.createArrayNode();
      schedules.all().forEach(one -> json.add(ScheduleListCommand.json(schedules, one)));
      bundle.text("schedules.json", json.toPrettyString());
    } catch (RuntimeException unreadable) {
      leaveOut("support.no-schedules", unreadable.getMessage());
    }
  }

  private void histories(SupportBundle bundle, Connection connection) throws IOException {
    Runs runs = new Runs(connection.client());
    Instant since = Instant.now().minus(RECENT);
    List<Runs.Listed> wanted = new ArrayList<>(runs.open().stream().limit(OPEN_RUNS).toList());
    runs.all(LISTED).stream()
        .filter(run -> !run.open() && !run.status().equals("completed"))
        .filter(run -> run.closed().filter(since::isBefore).isPresent())
        .limit(FAILED_RUNS)
        .forEach(wanted::add);
    for (Runs.Listed run : wanted) {
      history(bundle, connection.client(), run);
    }
  }

  /** One that cannot be read keeps no other out. */
  private void history(SupportBundle bundle, WorkflowClient client, Runs.Listed run)
      throws IOException {
    try {
      RunView view =
          new Histories(client)
              .read(
                  WorkflowExecution.newBuilder()
                      .setWorkflowId(run.id())
                      .setRunId(run.runId())
                      .build());
      String name = run.id().replace('/', '_') + '.' + run.runId();
      bundle.text("runs/" + name + ".json", RunJson.whole(view).toPrettyString());
      bundle.history(
          "histories/" + name + ".json", client.fetchHistory(run.id(), run.runId()).toJson(true));
      for (String below : below(view)) {
        bundle.history(
            "histories/" + name + '/' + below.replace('/', '_') + ".json",
            client.fetchHistory(below).toJson(true));
      }
    } catch (RuntimeException unreadable) {
      leaveOut("support.no-run", run.id(), unreadable.getMessage());
    }
  }

  /** Procedures below; of each the newest run. */
  private static List<String> below(RunView run) {
    return run.steps().stream()
        .map(Step::workflowId)
        .distinct()
        .filter(id -> !id.equals(run.id()))
        .toList();
  }
}
