package io.lotusflow.cli;

import io.lotusflow.home.Home;
import io.lotusflow.home.WorkerState;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Runs a worker against an empty server for a moment, in the home of the environment, and loads
 * what its work needs besides, so that the launcher can record the classes.
 */
public final class WorkerTraining {

  private static final Duration AT_MOST = Duration.ofSeconds(20);

  /** What comes with the first work. Nothing that may not come: it would count as memory. */
  private static final Predicate<String> OF_WORK =
      Pattern.compile(
              "io/(lotusflow/(?!cli/|rehearsal/|settings/)[a-z]+"
                  + "|temporal/(activity|failure|internal|workflow"
                  + "|api/(command|common|failure|history)))/.*\\.class")
          .asMatchPredicate();

  private WorkerTraining() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (StandInServer server = StandInServer.withoutWorkers()) {
      Thread worker = new Thread(() -> work(server.address()));
      worker.setDaemon(true);
      worker.start();
      awaitPolls(Home.ofThisProcess());
      Training.load(OF_WORK);
    }
    Runtime.getRuntime().halt(0); // in order, it would take leave of a server that is gone
  }

  private static void work(String address) {
    String[] arguments = {"--address=" + address};
    try {
      Class.forName("io.lotusflow.worker.WorkerMain")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException without) {
      throw new IllegalStateException(without);
    }
  }

  private static void awaitPolls(Home home) throws InterruptedException {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    while (WorkerState.read(home).filter(WorkerState::polls).isEmpty()
        && System.nanoTime() - deadline < 0) {
      Thread.sleep(50);
    }
  }
}
