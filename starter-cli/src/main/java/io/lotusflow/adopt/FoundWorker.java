package io.lotusflow.adopt;

import io.lotusflow.sealworker.SealTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A seal worker of somebody's, and how one of ours does the same in the same folder. */
record FoundWorker(FoundService service) {

  /** What {@code lotus-worker run} listens on unless it is told. */
  private static final String USUAL_PORT = "3456";

  private static final Pattern OURS = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
  private static final List<String> OF_PROOFS = List.of("FIL_PROOFS_", "BELLMAN_", "RUST_GPU_");
  private static final String NAME = "LOTUS_WORKER_NAME";

  /** What to type once it is stopped. */
  String command() {
    List<String> words = new ArrayList<>(List.of("lotusflow seal-worker add", name()));
    words.add("--path " + service.repo());
    value("TMPDIR").ifPresent(folder -> words.add("--tmpdir " + folder));
    words.add("--listen " + listen());
    words.add("--tasks " + tasks());
    environment().forEach((name, value) -> words.add("--env " + name + '=' + value));
    return String.join(" ", words);
  }

  private String name() {
    String called =
        service
            .option("--name")
            .or(() -> value(NAME))
            .orElseGet(() -> service.unit().map(FoundUnit::name).orElse("w1"))
            .replaceFirst("^lotus-worker[-@]?", "");
    return OURS.matcher(called).matches() ? called : "w1";
  }

  /** One that listens everywhere does so on the side of this machine's miner, too. */
  private String listen() {
    String given = service.option("--listen").orElse("0.0.0.0:" + USUAL_PORT);
    return given.replaceFirst("^(0\\.0\\.0\\.0|\\[::\\])?:", "127.0.0.1:");
  }

  private String tasks() {
    boolean usually = !service.says("--no-default") && !service.says("--no-default=true");
    return List.of(SealTask.values()).stream()
        .filter(task -> does("--" + task.flag(), usually))
        .map(SealTask::shortName)
        .collect(Collectors.joining(","));
  }

  /** A switch stands alone or with {@code =true}; a word after it is not its value. */
  private boolean does(String flag, boolean usually) {
    return service.says(flag)
        || service.says(flag + "=true")
        || (usually && !service.says(flag + "=false"));
  }

  private Map<String, String> environment() {
    return service.environment().open().entrySet().stream()
        .filter(any -> OF_PROOFS.stream().anyMatch(any.getKey()::startsWith))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  private Optional<String> value(String variable) {
    return service.environment().value(variable);
  }
}
