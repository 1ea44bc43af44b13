package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Server;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node and miner on a disk of their own, which is full to the last byte while a reset is at work.
 * Takes root, to mount it.
 */
@Tag("matrix")
class FullDiskResetTest {

  private static final String RUN = "chain-reset/rehearsal";
  private static final Duration SOON = Duration.ofMinutes(2);

  private Path folder;
  private Operator operator;
  private LivingNode node;

  @BeforeEach
  void install() throws Exception {
    folder = Files.createTempDirectory("full");
    operator = new Operator(folder, Map.of());
    Files.createDirectories(operator.rehearsal());
    run("mount", "-t", "tmpfs", "-o", "size=2g", "tmpfs", operator.rehearsal().toString());
    new InstallOrdeal().prepare(operator);
    operator.types("install", "--rehearsal").expecting(0);
    node = new LivingNode(operator.rehearsal().resolve("daemon"));
  }

  @AfterEach
  void remove() throws Exception {
    operator.close();
    run("umount", "-l", operator.rehearsal().toString());
    FolderTree.delete(folder);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    assertThat(exit).as(String.join(" ", command)).isZero();
  }

  private Path ballast() {
    return operator.rehearsal().resolve("ballast");
  }

  /** The most at once; the rest byte by byte, as others write too. */
  private void fill() throws IOException, InterruptedException {
    long most = Files.getFileStore(operator.rehearsal()).getUsableSpace() - (8 << 20);
    run("fallocate", "-l", Long.toString(most), ballast().toString());
    try (OutputStream rest = Files.newOutputStream(ballast(), StandardOpenOption.APPEND)) {
      while (true) {
        rest.write(new byte[512]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void whateverIsAtWorkTheNodeServesAndTheResetGoesOnOnceThereIsRoom() throws Exception {
    Map<String, String> before = node.identity();
    try (OutsidePoll poll = new OutsidePoll(node.api())) {
      operator.types("rehearsal", "fault", "import-slow", "15").expecting(0);
      parksWhenFullAt("Chain.ImportBeside");
      assertThat(poll.silences()).isEmpty();
      assertThat(operator.types("run", "show", RUN).out()).contains("The import needs");
      operator.types("rehearsal", "fault", "--clear").expecting(0);
      goesOn();
      assertThat(node.identity()).isEqualTo(before);

      int silences = poll.silences().size();
      parksWhenFullAt("Chain.CatchUp");
      assertThat(poll.silences()).hasSize(silences);
      System.out.println(operator.types("run", "show", RUN).out());
      goesOn();
      assertThat(node.identity()).isEqualTo(before);

      silences = poll.silences().size();
      fill();
      Operator.Said refused = operator.types("chain", "reset", "--rehearsal");
      assertThat(refused.exit()).isEqualTo(3);
      assertThat(refused.err()).contains("do not fit in", "Nothing was changed");
      assertThat(poll.silences()).hasSize(silences);
      Files.delete(ballast());
      operator.types("chain", "reset", "--rehearsal").expecting(0);
      assertThat(node.identity()).isEqualTo(before);
    }
    long height = new Installation(operator.rehearsal()).height();
    await().atMost(SOON).until(() -> new Installation(operator.rehearsal()).height() > height);
  }

  private void parksWhenFullAt(String step) throws Exception {
    start();
    try (Server server = new Server(operator.address())) {
      await().atMost(SOON).until(() -> server.isAtWork(RUN, step));
    }
    fill();
    awaitParked();
  }

  private void start() {
    operator.types("chain", "reset", "--rehearsal", "--detach").expecting(0);
  }

  private void goesOn() throws IOException {
    Files.delete(ballast());
    operator.types("run", "resume", RUN).expecting(0);
    operator.types("run", "watch", RUN).expecting(0);
  }

  private void awaitParked() {
    await().atMost(SOON).until(() -> !attention().isEmpty());
  }

  private String attention() {
    return operator
        .types("run", "list", "-o", "jsonl")
        .out()
        .lines()
        .map(line -> new Operator.Said(List.of(), 0, line, "", Duration.ZERO).json())
        .filter(run -> run.path("id").asText().equals(RUN))
        .map(run -> run.path("attention"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElse("");
  }
}
