package io.lotusflow.adopt;

import io.lotusflow.build.FoundVersion;
import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.settings.SettingsTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which variables of a service go into the settings as they are. */
final class FoundVariables {
  /** What Lotus and its proofs read; the rest of an environment is the system's. */
  private static final Pattern OF_LOTUS =
      Pattern.compile(
          "(LOTUS_|FIL_PROOFS_|FFI_|BELLMAN_|RUST_|GOLOG_|IPFS_|CUDA_|NEPTUNE_|DRAND_|TRUST_PARAMS).*"
              + "|GOGC|GOMEMLIMIT|GOMAXPROCS");

  /** What lotusflow's units set by themselves, and what its supervisor adds. */
  private static final Set<String> OURS = Set.of("LOTUS_FD_MAX", "IPFS_GATEWAY");

  private static final Set<String> REPOS =
      Set.of("LOTUS_PATH", "LOTUS_MINER_PATH", "LOTUS_STORAGE_PATH");

  private final Draft draft;

  FoundVariables(Draft draft) {
    this.draft = draft;
  }

  /** As an inline table. Of secrets it is only said that they are there. */
  String kept(FoundService service, Set<String> covered) {
    Surroundings all = service.environment();
    Map<String, String> kept = new TreeMap<>();
    all.open()
        .forEach(
            (name, value) -> {
              boolean free =
                  OF_LOTUS.matcher(name).matches()
                      && !REPOS.contains(name)
                      && !OURS.contains(name)
                      && !covered.contains(name)
                      && !name.equals("FIL_PROOFS_PARAMETER_CACHE");
              if (free && name.equals("TRUST_PARAMS")) {
                draft.remark("trusts", service.name());
              } else if (free && !(name.equals("GOLOG_LOG_FMT") && value.equals("nocolor"))) {
                kept.put(name, value);
              }
            });
    all.secrets().stream()
        .filter(name -> OF_LOTUS.matcher(name).matches() || name.endsWith("_API_INFO"))
        .sorted()
        .forEach(name -> draft.remark("secret", service.name(), name));
    return SettingsTemplate.literal(kept);
  }

  /** Those that the version does not read. */
  void dead(List<FoundService> chosen, List<FoundVersion> versions) {
    Optional<LotusVersion> version =
        versions.stream().findFirst().map(found -> LotusVersion.parse(found.label()));
    if (version.isEmpty()) {
      return;
    }
    chosen.stream()
        .flatMap(service -> service.environment().open().keySet().stream())
        .distinct()
        .sorted()
        .map(name -> EnvironmentNames.ignoredBy(version.get(), name))
        .flatMap(Optional::stream)
        .forEach(dead -> draft.remark("dead-variable", dead.name(), version.get()));
  }
}
