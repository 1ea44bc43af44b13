package io.lotusflow.install;

import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Ordeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;

/** A new chain for a node and miner that run. */
final class ResetOrdeal implements Ordeal {

  @Override
  public String workflowId() {
    return "chain-reset/rehearsal";
  }

  @Override
  public void prepare(Operator operator) {
    // The node is there.
  }

  @Override
  public void start(Operator operator) {
    operator.types("chain", "reset", "--rehearsal", "--detach").expecting(0);
  }

  /** Whichever chain it is: one, whole, served, with all else as it was, and nothing left over. */
  @Override
  public EndState endState(Operator operator) {
    LivingNode node = new LivingNode(operator.rehearsal().resolve("daemon"));
    Installation there = new Installation(operator.rehearsal());
    EndState whole = there.endState();
    EndState.Facts facts = new EndState.Facts();
    whole.facts().entrySet().stream()
        .filter(fact -> !fact.getKey().equals("files"))
        .forEach(fact -> facts.add(fact.getKey(), fact.getValue()));
    try {
      return facts
          .add("identity", node.identity())
          .add("beside the daemon", besides(operator.rehearsal()))
          .done();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> besides(Path rehearsal) throws IOException {
    try (Stream<Path> folders = Files.list(rehearsal)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.startsWith("daemon"))
          .sorted()
          .toList();
    }
  }
}
