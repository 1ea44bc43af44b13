package io.lotusflow.settings;

import io.lotusflow.lotus.Network;
import io.lotusflow.run.NodeId;
import java.util.List;
import java.util.Set;

/** {@code [node]}: what this machine is. */
public record NodeSettings(NodeId name, Network network, Set<Role> roles) {

  /** What runs on this machine. */
  public enum Role {
    DAEMON,
    MINER
  }

  public NodeSettings {
    roles = Set.copyOf(roles);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  static NodeSettings from(Table node) {
    return new NodeSettings(
        node.required(
            "name",
            "node-1",
            Shapes.matching("[a-z0-9][a-z0-9-]{0,30}", "not-node-name").as(NodeId::new)),
        node.required("network", "mainnet", Shapes.choice(List.of(Network.values()), Network::key)),
        Set.copyOf(node.list("roles", List.of("daemon", "miner"), Shapes.word(Role.values()))));
  }
}
