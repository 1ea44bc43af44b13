package io.lotusflow.cli;

import io.lotusflow.job.JobState;
import io.lotusflow.job.Jobs;
import io.lotusflow.temporal.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads job folders of this host: works without server and worker. */
@Command(name = "logs")
final class RunLogsCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "run-id")
  private String id;

  @Parameters(index = "1", arity = "0..1", paramLabel = "STEP", descriptionKey = "logs-step")
  private Optional<String> step = Optional.empty();

  @Option(names = {"-f", "--follow"})
  private boolean follow;

  RunLogsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Jobs jobs = new Jobs(session.home().jobs());
    List<JobState> found = jobs.list().stream().filter(this::wanted).toList();
    if (found.isEmpty()) {
      throw none();
    }
    JobState job = found.get(0);
    session.say(
        "logs.of",
        job.key().step(),
        job.log(),
        found.stream()
            .map(state -> state.key().step())
            .distinct()
            .collect(Collectors.joining(" ")));
    LogFollower log = new LogFollower(session.out());
    if (follow) {
      log.follow(job.log(), () -> jobs.look(job.key()).filter(RunLogsCommand::works).isPresent());
    } else {
      log.copy(job.log());
    }
    return Exit.DONE;
  }

  private boolean wanted(JobState job) {
    String owner = job.key().owner();
    return (owner.equals(id) || owner.startsWith(id + '/'))
        && step.filter(name -> !name.equalsIgnoreCase(job.key().step())).isEmpty();
  }

  private static boolean works(JobState job) {
    return job.phase() == JobState.Phase.STARTING || job.phase() == JobState.Phase.RUNNING;
  }

  /** A step that ran no job, or a run of another host. */
  private Complaint none() {
    String host = host().orElse("");
    boolean elsewhere = !host.isEmpty() && !host.equals(session.home().hostId());
    return new Complaint(
        Exit.FAILED,
        session.text("logs.none", id, step.orElse("")),
        elsewhere
            ? session.text("logs.elsewhere", host)
            : session.text("logs.none.seen", session.home().jobs()),
        elsewhere
            ? session.text("logs.elsewhere.todo", id)
            : session.text("outcome.failed.todo", id));
  }

  private Optional<String> host() {
    try (Connection connection = session.connect()) {
      return new Runs(connection.client())
          .all(Integer.MAX_VALUE).stream()
              .filter(run -> run.id().equals(id))
              .map(Runs.Listed::host)
              .findFirst();
    } catch (RuntimeException nobodyKnows) {
      return Optional.empty();
    }
  }
}
