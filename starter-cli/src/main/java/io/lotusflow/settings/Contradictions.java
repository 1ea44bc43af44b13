package io.lotusflow.settings;

import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.Network;
import io.lotusflow.settings.NodeSettings.Role;
import io.lotusflow.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Values that are right one by one, but not together. */
final class Contradictions {

  private static final Set<Network> WITH_GENESIS_BUILT_IN =
      Set.of(Network.MAINNET, Network.CALIBNET, Network.REHEARSAL);
  private static final Set<String> SIZES_OF_PUBLIC_NETWORKS = Set.of("32GiB", "64GiB");
  private static final Set<Network> PUBLIC = Set.of(Network.MAINNET, Network.CALIBNET);

  private final Document document;
  private final Settings settings;

  Contradictions(Document document, Settings settings) {
    this.document = document;
    this.settings = settings;
  }

  void report() {
    roles();
    network();
    tools();
    ports();
    units();
    storage();
    export();
  }

  private void export() {
    ExportSettings export = settings.export();
    boolean asked = document.table("export").has(ExportSettings.SKIP) && export.skipOldMessages();
    if (export.recentStateRoots() == 0 && asked) {
      refuse("export", ExportSettings.SKIP, "full-without-messages");
    }
  }

  private boolean runs(Role role) {
    return settings.node().has(role);
  }

  private void refuse(String table, String key, String message, Object... arguments) {
    document.table(table).refuse(key, new Refused(message, arguments));
  }

  private void roles() {
    DaemonSettings daemon = settings.daemon();
    if (settings.node().roles().isEmpty()) {
      refuse("node", "roles", "no-roles");
    } else if (runs(Role.MINER) && !runs(Role.DAEMON)) {
      refuseMissing(daemon.remoteApi(), "remote_api");
      refuseMissing(daemon.remoteTokenFile(), "remote_token_file");
    } else if (runs(Role.DAEMON)) {
      refuseRemote(daemon.remoteApi(), "remote_api");
      refuseRemote(daemon.remoteTokenFile(), "remote_token_file");
    }
  }

  /** A key that is there and was refused needs no second complaint. */
  private void refuseMissing(String value, String key) {
    if (value.isEmpty() && !document.table("daemon").hasText(key)) {
      refuse("daemon", key, "remote-missing", key);
    }
  }

  private void refuseRemote(String value, String key) {
    if (!value.isEmpty()) {
      refuse("daemon", key, "remote-beside-daemon");
    }
  }

  private void network() {
    Network network = settings.node().network();
    DaemonSettings daemon = settings.daemon();
    boolean genesis = !daemon.genesis().isEmpty() || document.table("daemon").hasText("genesis");
    if (network == Network.CUSTOM && runs(Role.DAEMON) && !genesis) {
      refuse("daemon", "genesis", "genesis-missing");
    }
    if (WITH_GENESIS_BUILT_IN.contains(network) && !daemon.genesis().isEmpty()) {
      refuse("daemon", "genesis", "genesis-built-in", network.key());
    }
    if (WITH_GENESIS_BUILT_IN.contains(network) && !daemon.bootstrapPeers().isEmpty()) {
      refuse("daemon", "bootstrap_peers", "genesis-built-in", network.key());
    }
    minerOn(network);
    if (!settings.snapshot().sha256().isEmpty() && settings.snapshot().source().isEmpty()) {
      refuse("snapshot", "sha256", "sha256-without-source");
    }
  }

  private void minerOn(Network network) {
    String size = settings.miner().sectorSize().toString();
    if (PUBLIC.contains(network) && !SIZES_OF_PUBLIC_NETWORKS.contains(size)) {
      refuse("miner", "sector_size", "size-not-on-network", size, network.key());
    }
    if (network == Network.MAINNET && !settings.miner().faucet().isEmpty()) {
      refuse("miner", "faucet", "faucet-on-mainnet");
    }
  }

  private void tools() {
    for (String tool : settings.build().tools()) {
      Tools.complaint(tool, settings.build().version())
          .ifPresent(why -> document.table("build").refuse("tools", why));
      Tools.doubt(tool).ifPresent(why -> document.table("build").warn("tools", why));
    }
  }

  private void ports() {
    List<Listener> taken = new ArrayList<>();
    if (runs(Role.DAEMON)) {
      taken.add(new Listener("daemon", "api", settings.daemon().api()));
      settings
          .daemon()
          .libp2pListen()
          .forEach(address -> taken.add(new Listener("daemon", "libp2p_listen", address)));
    }
    if (runs(Role.MINER)) {
      taken.add(new Listener("miner", "api", settings.miner().api()));
    }
    for (int i = 0; i < taken.size(); i++) {
      for (Listener earlier : taken.subList(0, i)) {
        taken.get(i).refuseBeside(earlier, document);
      }
    }
  }

  private record Listener(String table, String key, Multiaddr address) {
    void refuseBeside(Listener earlier, Document document) {
      if (Addresses.collide(address, earlier.address)) {
        Refused why = new Refused("same-port", address.port(), earlier.table + '.' + earlier.key);
        document.table(table).refuse(key, why);
      }
    }
  }

  private void units() {
    ServiceSettings services = settings.services();
    if (services.daemonUnit().equals(services.minerUnit())) {
      refuse("services", "miner_unit", "same-unit", services.minerUnit());
    }
  }

  /** Lotus deletes a miner's whole folder when its creation fails: nothing may lie in there. */
  private void storage() {
    List<Folder> folders = new ArrayList<>();
    folders.add(new Folder("daemon.repo", settings.daemon().repo(), document.table("daemon")));
    Folder minerRepo = new Folder("miner.repo", settings.miner().repo(), document.table("miner"));
    minerRepo.refuseBeside(folders, "repo");
    folders.add(minerRepo);
    List<Table> tables = document.tables("storage");
    for (int i = 0; i < tables.size(); i++) {
      StoragePath path = settings.storage().get(i);
      Table table = tables.get(i);
      Folder folder = new Folder(table.name() + ".path", path.path(), table);
      folder.refuseBeside(folders, "path");
      folders.add(folder);
    }
  }

  private record Folder(String key, String path, Table table) {
    void refuseBeside(List<Folder> earlier, String ownKey) {
      for (Folder other : earlier) {
        if (path.equals(other.path)) {
          table.refuse(ownKey, new Refused("same-path", other.key));
        } else if (path.startsWith(other.path + '/') || other.path.startsWith(path + '/')) {
          table.refuse(ownKey, new Refused("nested-path", path, other.path, other.key));
        }
      }
    }
  }
}
