package io.lotusflow.settings;

import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.process.Redactor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The free variables of the settings: none with a secret, none that a key of its own stands for.
 */
public final class Environments {

  private static final Map<String, String> OF_DAEMON = Map.of("LOTUS_PATH", "daemon.repo");

  /** Variables of the miner that have a key, by name; those of its folders aside. */
  public static final Map<String, String> OF_PROVING =
      Map.of(
          "FIL_PROOFS_PARAMETER_CACHE",
          "miner.parameters",
          "FIL_PROOFS_PARENT_CACHE",
          "miner.parents",
          "TMPDIR",
          "miner.tmpdir",
          "BELLMAN_CPU_UTILIZATION",
          "miner.cpu_utilization",
          "CUDA_VISIBLE_DEVICES",
          "miner.cuda_visible_devices",
          EnvironmentNames.CUSTOM_GPU,
          "miner.custom_gpu",
          EnvironmentNames.CUSTOM_GPU_OLD,
          "miner.custom_gpu");

  private static final Map<String, String> OF_MINER = new HashMap<>(OF_PROVING);

  static {
    OF_MINER.put("LOTUS_MINER_PATH", "miner.repo");
    OF_MINER.put("LOTUS_STORAGE_PATH", "miner.repo");
    OF_MINER.put("LOTUS_PATH", "daemon.repo");
  }

  /** {@code LOTUS_WALLET_REMOTEBACKEND}, and whatever else names an API together with its token. */
  private static final Pattern TOKEN_AND_ADDRESS =
      Pattern.compile("[^\\s/]+:/(ip4|ip6|dns|dns4|dns6)/.*");

  private final LotusVersion version;

  Environments(LotusVersion version) {
    this.version = version;
  }

  void report(Document document, Settings settings) {
    report(document.table("build"), settings.build().environment(), Map.of());
    report(document.table("daemon"), settings.daemon().environment(), OF_DAEMON);
    report(document.table("miner"), settings.miner().environment(), OF_MINER);
  }

  private void report(Table table, Map<String, String> variables, Map<String, String> keys) {
    variables.forEach(
        (name, value) -> {
          wrong(name, value, keys).ifPresent(why -> table.refuseEntry("environment", name, why));
          Variables.dead(name, version).ifPresent(why -> table.warnEntry("environment", name, why));
        });
  }

  private static Optional<Refused> wrong(String name, String value, Map<String, String> keys) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return Optional.of(new Refused("not-variable", name));
    }
    if (Redactor.isSecretName(name)
        || Redactor.isSecret(value)
        || TOKEN_AND_ADDRESS.matcher(value).matches()) {
      return Optional.of(new Refused("variable-secret", name));
    }
    if (name.equals("TRUST_PARAMS")) {
      return Optional.of(new Refused("variable-unsafe", name));
    }
    return Optional.ofNullable(keys.get(name))
        .map(key -> new Refused("variable-has-key", Optional.of(key), name));
  }
}
