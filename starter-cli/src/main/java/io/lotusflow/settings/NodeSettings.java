package io.lotusflow.settings;

import io.lotusflow.lotus.Network;
import io.lotusflow.run.NodeId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code [node]}: what this machine is.
 *
 * @param hosts settings files of the other machines of this node, absolute, by host
 */
public record NodeSettings(
    NodeId name, Network network, Set<Role> roles, Map<String, String> hosts) {

  /** What runs on this machine. */
  public enum Role {
    DAEMON,
    MINER,
    SEAL_WORKER;

    /** As in the settings: {@code seal-worker}. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public NodeSettings {
    roles = Set.copyOf(roles);
    hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  /**
   * @param folder of the settings file
   */
  static NodeSettings from(Table node, Path folder) {
    return new NodeSettings(
        node.required(
            "name",
            "node-1",
            Shapes.matching("[a-z0-9][a-z0-9-]{0,30}", "not-node-name").as(NodeId::new)),
        node.required("network", "mainnet", Shapes.choice(List.of(Network.values()), Network::key)),
        Set.copyOf(
            node.list(
                "roles",
                List.of("daemon", "miner"),
                Shapes.choice(List.of(Role.values()), Role::word))),
        node.texts("hosts", Shapes.TEXT.as(file -> beside(folder, file))));
  }

  private static String beside(Path folder, String file) {
    try {
      return folder.resolve(file).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      throw new Refused("path-invalid");
    }
  }
}
