package io.lotusflow.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeActivitiesTest {
  private final FakeNode server = new FakeNode();
  private final FakeServices services = new FakeServices();
  private final List<JobProgress> beats = new CopyOnWriteArrayList<>();
  private final NodeActivitiesImpl node =
      new NodeActivitiesImpl(
          new Programs(),
          new ApiWait(services, beats::add, Duration.ofMillis(20), Duration.ofMillis(300)));
  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  private DaemonPlan plan() {
    return Plans.daemon(folder, server.address());
  }

  private Path config() {
    return folder.resolve("daemon/config.toml");
  }

  @Test
  void writesAConfigurationThatAFreshDaemonAccepts() throws IOException {
    Receipt receipt = node.writeConfig(plan());
    assertThat(receipt.outcome()).isEqualTo(Outcome.DONE);
    assertThat(config())
        .hasContent(
            """
            [API]
              ListenAddress = "%s"

            [Libp2p]
              ListenAddresses = ["/ip4/0.0.0.0/tcp/6665"]

            [Chainstore]
              EnableSplitstore = true
            """
                .formatted(server.address()));
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("daemon"))))
        .isEqualTo("rwx------");
  }

  @Test
  void findsItsConfigurationAgain() {
    node.writeConfig(plan());
    assertThat(node.writeConfig(plan()).outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(folder.resolve("daemon")).isDirectoryContaining("glob:**/config.toml");
  }

  @Test
  void onlySaysWhatItWouldDoInADryRun() {
    Receipt receipt = node.writeConfig(Plans.dry(plan()));
    assertThat(receipt.outcome()).isEqualTo(Outcome.WOULD_DO);
    assertThat(receipt.note()).contains("[Chainstore] EnableSplitstore = true");
    assertThat(folder.resolve("daemon")).doesNotExist();
  }

  @Test
  void namesKeysThatTheInstalledVersionIgnores() throws IOException {
    FakeBinary.write(
        folder.resolve("lotus"),
        """
        echo '[API]'; echo '  #ListenAddress = "x"'; echo '[Libp2p]'; echo '#ListenAddresses = []'
        echo '[Chainstore]'; echo '#EnableSplitstore = true'
        """);
    Files.createDirectory(folder.resolve("daemon"));
    Files.writeString(config(), "[Client]\nUseIpfs = false\n");
    assertThat(node.writeConfig(plan()).note()).contains("v1.36.2 ignores Client.UseIpfs");
    assertThat(config()).content().startsWith("[Client]\nUseIpfs = false\n");
  }

  @Test
  void fetchesTheGenesisOfACustomNetwork() throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/genesis.car",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange
              .getResponseBody()
              .write("a car".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    web.start();
    try {
      String url = "http://127.0.0.1:" + web.getAddress().getPort();
      DaemonPlan custom =
          Plans.custom(plan(), url + "/genesis.car", List.of("/dns4/a.example/tcp/1"));
      assertThat(node.writeConfig(custom).outcome()).isEqualTo(Outcome.DONE);
      assertThat(Path.of(custom.genesisFile())).hasContent("a car");
      assertThat(node.writeConfig(custom).outcome()).isEqualTo(Outcome.ALREADY_SO);
      DaemonPlan wrong = Plans.custom(plan(), url + "/other.car", List.of());
      Files.delete(Path.of(custom.genesisFile()));
      assertThat(failure(() -> node.writeConfig(wrong)).getType()).isEqualTo("GENESIS_MISSING");
    } finally {
      web.stop(0);
    }
  }

  private static ApplicationFailure failure(Runnable act) {
    return catchThrowableOfType(ApplicationFailure.class, act::run);
  }

  @Test
  void seesAnApiThatIsUpAlready() {
    server.recorded("Version", "041-rpc-v1-version");
    ApiUp up = node.awaitApi(plan());
    assertThat(up.receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(up.version()).startsWith("v1.36.2");
  }

  @Test
  void isPatientWhileTheProcessLives() {
    server.failing("Version", 503);
    Thread opening =
        new Thread(
            () -> {
              await().until(() -> beats.size() >= 10);
              server.recorded("Version", "041-rpc-v1-version");
            });
    opening.start();
    assertThat(node.awaitApi(plan()).receipt().outcome()).isEqualTo(Outcome.DONE);
    assertThat(services.asked()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void showsTheLastWordsOfADaemonThatDied() throws IOException {
    server.failing("Version", 503);
    services.running = false;
    Files.writeString(folder.resolve("daemon.log"), "starting\nERROR: repo is already locked\n");
    ApplicationFailure died = failure(() -> node.awaitApi(plan()));
    assertThat(died.getType()).isEqualTo("SERVICE_DIED");
    assertThat(died.getDetails().get(io.lotusflow.run.Problem.Details.class).logTail())
        .contains("repo is already locked");
  }

  @Test
  void noticesADaemonThatDiesAgainAndAgain() {
    server.failing("Version", 503);
    Thread crashing =
        new Thread(
            () -> {
              await().until(() -> services.asked() >= 2);
              services.restarts = 3;
            });
    crashing.start();
    assertThat(failure(() -> node.awaitApi(plan())).getType()).isEqualTo("SERVICE_DIED");
  }

  @Test
  void doesNotWaitWithAWrongToken() throws IOException {
    server.taking("right").recorded("Version", "041-rpc-v1-version");
    Files.createDirectory(folder.resolve("daemon"));
    Files.writeString(folder.resolve("daemon/token"), "wrong");
    assertThat(failure(() -> node.awaitApi(plan())).getType()).isEqualTo("WRONG_TOKEN");
  }

  @Test
  void endsItsWaitWhenItsPulseDoes() {
    server.failing("Version", 503);
    NodeActivitiesImpl cancelled =
        new NodeActivitiesImpl(
            new Programs(),
            new ApiWait(
                services,
                beat -> {
                  throw new IllegalArgumentException("cancelled");
                }));
    assertThat(
            catchThrowableOfType(IllegalArgumentException.class, () -> cancelled.awaitApi(plan())))
        .hasMessage("cancelled");
  }
}
