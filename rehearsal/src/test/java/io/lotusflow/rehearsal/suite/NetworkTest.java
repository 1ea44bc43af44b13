package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lotusflow.rehearsal.suite.network.Network;
import io.lotusflow.rehearsal.suite.wire.Car;
import io.lotusflow.rehearsal.suite.wire.Fil;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network by itself. */
class NetworkTest {
  private static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;

  /** Runs a network until it is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      try (Network network = Network.open(Path.of(args[0]), ANYWHERE, SECOND)) {
        network.fund("t01000", Fil.ofWhole(1));
        Files.writeString(Path.of(args[1]), network.multiaddr());
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void goesOnAfterKill9WhereItWas() throws Exception {
    Path ready = folder.resolve("ready");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/test-classes:target/classes",
                Child.class.getName(),
                folder.resolve("net").toString(),
                ready.toString())
            .inheritIO()
            .start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.exists(ready) && Files.size(ready) > 0);
    assertThatThrownBy(() -> Network.open(folder.resolve("net"), ANYWHERE, SECOND))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("open in another process");
    child.destroyForcibly().waitFor();
    byte[] genesis = Files.readAllBytes(folder.resolve("net/genesis.car"));
    try (Network network = Network.open(folder.resolve("net"), ANYWHERE, SECOND)) {
      String peer = Files.readString(ready).replaceAll(".*/p2p/", "");
      assertThat(network.multiaddr()).endsWith(peer);
      assertThat(Files.readAllBytes(network.genesis())).isEqualTo(genesis);
      long height = network.height();
      assertThat(height).isGreaterThanOrEqualTo(100);
      await().atMost(Duration.ofSeconds(5)).until(() -> network.height() > height);
    }
    assertThatThrownBy(() -> Network.open(folder.resolve("net"), ANYWHERE, Duration.ofSeconds(4)))
        .hasMessageContaining("block delay of 1 s");
  }

  @Test
  void exportsACarWhoseBlocksAllHaveTheirIds() throws Exception {
    Path car = folder.resolve("snap.car");
    try (Network network = Network.open(folder.resolve("net"), ANYWHERE, SECOND)) {
      network.exportSnapshot(car);
    }
    int blocks = 0;
    try (InputStream in = Files.newInputStream(car)) {
      assertThat(Car.readHeader(in)).hasSize(1);
      for (Optional<Car.Section> section = Car.readSection(in);
          section.isPresent();
          section = Car.readSection(in)) {
        assertThat(section.get().cid().again(section.get().block().data()))
            .isEqualTo(section.get().cid());
        blocks++;
      }
    }
    assertThat(blocks).isGreaterThan(120);
  }
}
