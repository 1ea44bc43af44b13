package io.lotusflow.network;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells a process by its environment alone how it reaches the internet. */
public final class AccessEnvironment {

  private AccessEnvironment() {}

  /** What these tools, and the programs they start, must find in their environment. */
  public static Map<String, String> of(NetworkAccess access, Tool... tools) {
    Map<String, String> environment = new TreeMap<>(access.proxies());
    for (Tool tool : Set.of(tools)) {
      switch (tool) {
        case GIT -> putGit(environment, access);
        case GO -> putGo(environment, access);
        case RUSTUP -> putRustup(environment, access);
        // cargo takes a registry's replacement from its home only; apt asks for no more than a
        // proxy
        case CARGO, APT -> {}
      }
    }
    return environment;
  }

  private static void putGit(Map<String, String> environment, NetworkAccess access) {
    environment.put("GIT_TERMINAL_PROMPT", "0");
    GitConfig config = new GitConfig();
    // A fetch that was killed leaves no loose objects without their trees
    config.set("fetch.unpackLimit", "1");
    // Nothing is left running in the background
    config.set("gc.auto", "0");
    config.set("maintenance.auto", "false");
    config.set("advice.detachedHead", "false");
    config.set("init.defaultBranch", "main");
    // A mirror that stands still for a minute is a failure, not a long wait
    config.set("http.lowSpeedLimit", "1000");
    config.set("http.lowSpeedTime", "60");
    new TreeMap<>(access.gitMirrors())
        .forEach((prefix, mirror) -> config.set("url." + mirror + ".insteadOf", prefix));
    environment.putAll(config.environment);
  }

  private static void putGo(Map<String, String> environment, NetworkAccess access) {
    put(environment, "GOPROXY", access.goproxy());
    put(environment, "GOPRIVATE", access.goprivate());
    put(environment, "GOSUMDB", access.gosumdb());
  }

  private static void putRustup(Map<String, String> environment, NetworkAccess access) {
    put(environment, "RUSTUP_DIST_SERVER", access.rustupDistServer());
    put(environment, "RUSTUP_UPDATE_ROOT", access.rustupUpdateRoot());
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (!value.isBlank()) {
      environment.put(name, value);
    }
  }

  /** Settings that git and all the gits it starts take from their environment (git 2.31). */
  private static final class GitConfig {
    private final Map<String, String> environment = new TreeMap<>();
    private int count;

    void set(String key, String value) {
      environment.put("GIT_CONFIG_KEY_" + count, key);
      environment.put("GIT_CONFIG_VALUE_" + count, value);
      count++;
      environment.put("GIT_CONFIG_COUNT", Integer.toString(count));
    }
  }
}
