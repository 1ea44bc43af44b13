package io.lotusflow.temporal;

import io.lotusflow.home.Home;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Temporal's standard client configuration: {@code TEMPORAL_*} over a file {@code temporal.toml}.
 * That file is the one that {@code TEMPORAL_CONFIG_FILE} names, else the one in the home, else the
 * user's own; the home's serves commands, worker and service alike, whatever their environment.
 */
public final class ClientConfiguration {

  private static final String FILE_VARIABLE = "TEMPORAL_CONFIG_FILE";

  private ClientConfiguration() {}

  /** The file of a home; most homes have none. */
  public static Path fileOf(Home home) {
    return home.folder().resolve("temporal.toml");
  }

  /**
   * Whether there is any. Most hosts have none, and reading it takes longer than all else that a
   * short command does.
   */
  public static boolean present(Home home, Map<String, String> env) {
    return env.keySet().stream().anyMatch(name -> name.startsWith("TEMPORAL_"))
        || Files.exists(fileOf(home))
        || Files.exists(
            Path.of(System.getProperty("user.home"), ".config", "temporalio", "temporal.toml"));
  }

  static ClientConfigProfile load(Home home, Map<String, String> env) {
    return present(home, env)
        ? load(withFile(home, env))
        : ClientConfigProfile.newBuilder().build();
  }

  /** What one file says, with no word of the environment. */
  public static ClientConfigProfile of(Path file) {
    return load(Map.of(FILE_VARIABLE, file.toString()));
  }

  private static Map<String, String> withFile(Home home, Map<String, String> env) {
    if (!env.getOrDefault(FILE_VARIABLE, "").isBlank() || !Files.exists(fileOf(home))) {
      return env;
    }
    Map<String, String> more = new HashMap<>(env);
    more.put(FILE_VARIABLE, fileOf(home).toString());
    return more;
  }

  private static ClientConfigProfile load(Map<String, String> env) {
    try {
      return load(env, false);
    } catch (NullPointerException noProfiles) {
      // The library stumbles over a temporal.toml that holds no profile.
      return load(env, true);
    }
  }

  private static ClientConfigProfile load(Map<String, String> env, boolean withoutFile) {
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder()
              .setEnvOverrides(env)
              .setDisableFile(withoutFile)
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException("temporal.toml cannot be read: " + e.getMessage(), e);
    }
  }
}
