package io.lotusflow.worker;

import static org.awaitility.Awaitility.await;

import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import io.lotusflow.home.WorkerState;
import io.lotusflow.temporal.Target;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose API key stops working while it lives. */
@Tag("dev-server")
class ShutOutTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void saysThatItTakesNoTasksUntilItsKeyCountsAgain() throws Exception {
    Home home = new Home(Files.createDirectories(folder.resolve("home")));
    try (EmptyServer server = new EmptyServer(folder);
        Doorkeeper door = new Doorkeeper(server.address(), "key-1")) {
      SecretFile.write(
          home.folder().resolve("temporal.toml"),
          """
          [profile.default]
          address = "%s"
          namespace = "default"
          [profile.default.grpc_meta]
          authorization = "Bearer key-1"
          """
              .formatted(door.address()),
          false);
      Target target = Target.resolve(home, Optional.empty(), Optional.empty(), Map.of());
      WorkerProcess worker =
          new WorkerProcess(
              home, target, false, new NoProcedures(), Optional.empty(), Duration.ofMillis(500));
      Thread living = new Thread(() -> runs(worker), "worker");
      living.start();
      await().atMost(SOON).until(() -> polls(home));

      door.wantsKey("key-2");
      await().atMost(SOON).until(() -> !polls(home));

      door.wantsKey("key-1");
      await().atMost(SOON).until(() -> polls(home));
      worker.stop();
      living.join(SOON.toMillis());
    }
  }

  private static boolean polls(Home home) {
    return WorkerState.read(home).filter(WorkerState::polls).isPresent();
  }

  private static void runs(WorkerProcess worker) {
    try {
      worker.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class NoProcedures implements WorkerProcess.Registration {
    @Override
    public void register(WorkerFactory factory) {
      factory.newWorker("nothing");
    }

    @Override
    public List<WorkerInterceptor> interceptors() {
      return List.of();
    }
  }
}
