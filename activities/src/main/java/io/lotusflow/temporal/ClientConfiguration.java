package io.lotusflow.temporal;

import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Temporal's standard client configuration: {@code TEMPORAL_*} over {@code temporal.toml}. */
public final class ClientConfiguration {

  private ClientConfiguration() {}

  /**
   * Whether there is any. Most hosts have none, and reading it takes longer than all else that a
   * short command does.
   */
  public static boolean present(Map<String, String> env) {
    return env.keySet().stream().anyMatch(name -> name.startsWith("TEMPORAL_"))
        || Files.exists(
            Path.of(System.getProperty("user.home"), ".config", "temporalio", "temporal.toml"));
  }

  static ClientConfigProfile load(Map<String, String> env) {
    if (!present(env)) {
      return ClientConfigProfile.newBuilder().build();
    }
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
