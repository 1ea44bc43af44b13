package io.lotusflow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.home.ClassArchive;
import io.lotusflow.home.Release;
import io.lotusflow.home.UpState;
import io.lotusflow.home.WorkerState;
import io.lotusflow.temporal.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Server and worker of this host, which a program of their own starts, keeps and ends. */
final class Supervision {

  private static final String PROGRAM = "io.lotusflow.worker.UpMain";

  private final Session session;

  Supervision(Session session) {
    this.session = session;
  }

  /**
   * What that program answered.
   *
   * @param exit 0, or 1 failed, 2 usage, 3 refused
   * @param json its one line of output
   */
  record Answer(int exit, String json) {

    /** Why it refused, in its own words; empty if it did not. */
    String refusal() {
      try {
        JsonNode answer = new ObjectMapper().readTree(json);
        return answer.path("message").asText("");
      } catch (IOException noJson) {
        return json;
      }
    }
  }

  /** Runs a sub-command of it; its messages go to standard error as they come. */
  Answer run(List<String> arguments) throws InterruptedException {
    try {
      Process program = new ProcessBuilder(commandLine(arguments)).start();
      try (BufferedReader messages = reader(program.getErrorStream());
          BufferedReader answer = reader(program.getInputStream())) {
        messages.lines().forEach(this::pass);
        String json = answer.readLine();
        return new Answer(program.waitFor(), json == null ? "" : json);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader reader(java.io.InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private void pass(String line) {
    session.err().println(line);
    session.err().flush();
  }

  /** As {@link #run} for what starts something; complains, with its exit code, if that fails. */
  Answer bringUp(List<String> arguments) throws InterruptedException {
    Answer answer = run(arguments);
    if (answer.exit() != 0) {
      throw failed(answer.exit(), answer);
    }
    return answer;
  }

  /** Starts what is needed for a run where the server is ours, unless it lives already. */
  void ensureServer() throws InterruptedException {
    if (session.target().origin() != Target.Origin.EMBEDDED) {
      return;
    }
    Optional<UpState> living = UpState.read(session.home()).filter(Supervision::allLive);
    if (living.isPresent()) {
      warnOfAnotherBuild(living.get());
      return;
    }
    session.say("up.starting");
    Answer answer = run(List.of("start"));
    if (answer.exit() != 0) {
      throw failed(Exit.UNREACHABLE, answer);
    }
  }

  private Complaint failed(int exit, Answer answer) {
    return new Complaint(
        exit,
        session.text("up.failed"),
        answer.refusal(),
        session.text("up.failed.todo", session.home().logs()));
  }

  /** A worker goes on with the build it was started from; what is new here it does not know. */
  void warnOfAnotherBuild(UpState state) {
    Optional<String> release =
        WorkerState.release(session.home()).filter(its -> !its.equals(Release.number()));
    if (release.isPresent()) {
      session.sayOnce("up.other-release", release.get(), Release.number());
    } else if (isOfAnotherPlace(state)) {
      session.sayOnce("up.older");
    }
  }

  /** Two builds of one release lie in two folders. */
  private static boolean isOfAnotherPlace(UpState state) {
    String ours = System.getProperty("java.class.path");
    return state
        .worker()
        .flatMap(worker -> ProcessHandle.of(worker.pid()))
        .flatMap(worker -> worker.info().arguments())
        .filter(arguments -> !List.of(arguments).contains(ours))
        .isPresent();
  }

  private static boolean allLive(UpState state) {
    return state.supervisorLives() && state.serverLives() && state.workerLives();
  }

  private List<String> commandLine(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(ClassArchive.flags());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), PROGRAM));
    line.addAll(arguments);
    line.addAll(List.of("--json", "--lang=" + session.language().tag()));
    return line;
  }
}
