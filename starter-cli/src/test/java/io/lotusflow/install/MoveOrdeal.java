package io.lotusflow.install;

import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Living;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A seal worker to another folder each time, with the files that it has. */
final class MoveOrdeal extends ActOrdeal {

  private static final String CONTENT = "kept whole";

  private final String name;
  private Path before;
  private int number;

  /**
   * @param before where the worker has its files
   */
  MoveOrdeal(String name, Path before) {
    super("seal-worker/rehearsal/" + name);
    this.name = name;
    this.before = before;
  }

  private Path folder() {
    return before.resolveSibling("worker-" + name + "-" + number);
  }

  /** What the move before has left must be gone: it would be in the way of the next. */
  @Override
  public void prepare(Operator operator) {
    if (number > 0) {
      operator.types("seal-worker", "move", name, "--drop-old", "--rehearsal").expecting(0);
      before = folder();
    }
    number++;
    try {
      // By any other name a worker would not start with it.
      Path cache = Files.createDirectories(before.resolve("cache/s-t01000-" + number));
      Files.writeString(cache.resolve("t_aux"), CONTENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  List<String> command(Operator operator) {
    return List.of("seal-worker", "move", name, "--path", folder().toString());
  }

  @Override
  public EndState endState(Operator operator) {
    Path folder = folder();
    List<String> asides =
        names(folder.getParent()).stream()
            .filter(one -> one.startsWith(before.getFileName() + ".moved-"))
            .toList();
    EndState.Facts facts =
        new EndState.Facts()
            .add("still at the old place", Files.exists(before))
            .add("kept of the old one", asides.size())
            .add("files", sizes(folder).size() >= number)
            .add("workers at work", working(operator, folder))
            .add("workers that the miner has", workers(operator))
            .add("paths that the miner has", paths(operator));
    for (String aside : asides) {
      Map<String, Long> old = sizes(folder.resolveSibling(aside));
      facts.add("the same files", sizes(folder).equals(old));
    }
    return facts.done();
  }

  private static List<String> workers(Operator operator) {
    List<String> seen = new ArrayList<>();
    miner(operator)
        .call("WorkerStats")
        .forEach(worker -> seen.add("enabled " + worker.path("Enabled").asBoolean()));
    return seen.stream().sorted().toList();
  }

  private static int paths(Operator operator) {
    return miner(operator).call("StorageList").size();
  }

  /** Processes of the worker that run from its folder. */
  private static long working(Operator operator, Path folder) {
    return Living.of(Living.all(), operator.folder().toString()).stream()
        .filter(process -> process.commandLine().contains(".LotusWorkerMain "))
        .filter(process -> process.knows(folder.toString()))
        .count();
  }

  /** Of what seals; not of what a running worker writes. */
  private static Map<String, Long> sizes(Path folder) {
    Map<String, Long> sizes = new TreeMap<>();
    for (String part : List.of("sealed", "unsealed", "cache")) {
      if (!Files.isDirectory(folder.resolve(part))) {
        continue;
      }
      try (Stream<Path> all = Files.walk(folder.resolve(part))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          sizes.put(folder.relativize(file).toString(), Files.size(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sizes;
  }
}
