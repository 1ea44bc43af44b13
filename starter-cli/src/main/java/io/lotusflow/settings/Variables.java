package io.lotusflow.settings;

import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.lotus.EnvironmentNames.Ignored;
import io.lotusflow.lotus.LotusVersion;
import java.util.Map;
import java.util.Optional;

/** Says of environment variables that do nothing why, in the words of the settings. */
final class Variables {

  /** Settings that do what a variable was for. */
  private static final Map<String, String> KEYS =
      Map.of("FFI_USE_CUDA", "build.gpu", "FFI_NO_GPU", "build.gpu");

  private Variables() {}

  /** Why a variable does nothing in a version. */
  static Optional<Refused> dead(String name, LotusVersion version) {
    return EnvironmentNames.ignoredBy(version, name).map(ignored -> why(ignored, version));
  }

  private static Refused why(Ignored ignored, LotusVersion version) {
    String name = ignored.name();
    if (!ignored.until().isEmpty()) {
      return new Refused("variable-unborn", name, version, ignored.until());
    }
    String instead = KEYS.getOrDefault(name, ignored.instead());
    if (instead.startsWith("FIL_PROOFS_")) {
      return new Refused("variable-unread", Optional.of(instead), name);
    }
    return instead.isEmpty()
        ? new Refused("variable-dead", name, version)
        : new Refused("variable-replaced", name, version, instead);
  }
}
