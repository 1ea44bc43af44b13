package io.lotusflow.adopt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The long-running programs of the suite. */
public enum LotusProgram {
  DAEMON("lotus", "daemon", "LOTUS_PATH", "", "--repo", ".lotus"),
  MINER(
      "lotus-miner",
      "run",
      "LOTUS_MINER_PATH",
      "LOTUS_STORAGE_PATH",
      "--miner-repo",
      ".lotusminer"),
  WORKER(
      "lotus-worker", "run", "LOTUS_WORKER_PATH", "WORKER_PATH", "--worker-repo", ".lotusworker");

  private final String file;
  private final String verb;
  private final String variable;
  private final String oldVariable;
  private final String flag;
  private final String usualRepo;

  LotusProgram(
      String file,
      String verb,
      String variable,
      String oldVariable,
      String flag,
      String usualRepo) {
    this.file = file;
    this.verb = verb;
    this.variable = variable;
    this.oldVariable = oldVariable;
    this.flag = flag;
    this.usualRepo = usualRepo;
  }

  /** Name of its file. */
  public String file() {
    return file;
  }

  /** Variable that names its repository, and the one that older guides have. */
  public List<String> repoVariables() {
    return oldVariable.isEmpty() ? List.of(variable) : List.of(variable, oldVariable);
  }

  String repoFlag() {
    return flag;
  }

  /** Below the home of whoever runs it. */
  String usualRepo() {
    return usualRepo;
  }

  /** A command that starts one of them, whatever stands before it. */
  record Invocation(LotusProgram program, Path binary, List<String> arguments) {
    Invocation {
      arguments = List.copyOf(arguments);
    }

    /** Empty unless the arguments run it for good: {@code lotus sync wait} is no daemon. */
    static Optional<Invocation> in(List<String> argv) {
      return IntStream.range(0, argv.size()).boxed().flatMap(i -> at(argv, i).stream()).findFirst();
    }

    private static Optional<Invocation> at(List<String> argv, int place) {
      List<String> rest = argv.subList(place + 1, argv.size());
      for (LotusProgram program : values()) {
        if (name(argv.get(place)).equals(program.file) && rest.contains(program.verb)) {
          return Optional.of(new Invocation(program, Path.of(argv.get(place)), rest));
        }
      }
      return Optional.empty();
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }
}
