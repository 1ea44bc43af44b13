package io.lotusflow.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The settings of an install on the rehearsal network: no path outside its folder, no port of a
 * real node, no host but this one.
 */
record RehearsalSettings(Path folder, RehearsalSite site, String language) {
  void write(Path file) {
    try {
      Path unfinished = file.resolveSibling("lotusflow.toml.new");
      Files.writeString(unfinished, text());
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return """
    # Written by `lotusflow install --rehearsal`; yours to edit. `lotusflow rehearsal remove` deletes it with all it names.

    language = "%LANGUAGE%"

    [node]
    name = "rehearsal"
    network = "rehearsal"
    roles = ["daemon", "miner"]

    [build]
    source = "%SOURCE%"
    ref = "v1.36.2"
    checkout = "%FOLDER%/src"
    prefix = "%FOLDER%/opt"
    links = ""
    make_target = "all"
    tools = ["lotus-bench"]
    ffi_from_source = "auto"
    gpu = "none"

    [toolchain]
    install = true
    folder = "%FOLDER%/toolchain"
    go_downloads = "%GO%"
    rustup_init = "%RUSTUP%"

    [network_access]
    ipfs_gateways = ["%GATEWAY%"]

    [host]
    packages = []
    swap = ""

    [daemon]
    repo = "%FOLDER%/daemon"
    api = "/ip4/127.0.0.1/tcp/%DAEMON_API%/http"
    libp2p_listen = ["/ip4/127.0.0.1/tcp/%LIBP2P%"]
    splitstore = true

    [snapshot]
    source = "%SNAPSHOT%"
    downloads = "%FOLDER%/downloads"

    [chain]
    outage = "15s"
    margin = "5s"

    [backup]
    folder = "%FOLDER%/backups"

    [miner]
    repo = "%FOLDER%/miner"
    sector_size = "2KiB"
    api = "/ip4/127.0.0.1/tcp/%MINER_API%/http"
    parameters = "%FOLDER%/parameters"
    parents = "%FOLDER%/parents"
    tmpdir = "%FOLDER%/tmp"
    key_backup = "%FOLDER%/key-backup"
    faucet = "%FAUCET%"

    [[storage]]
    path = "%FOLDER%/seal"
    seal = true
    store = false

    [[storage]]
    path = "%FOLDER%/store"
    seal = false
    store = true

    [services]
    manager = "supervised"
    daemon_unit = "lotusflow-rehearsal-daemon"
    miner_unit = "lotusflow-rehearsal-miner"
    log_folder = "%FOLDER%/log"

    [timeouts]
    sync_stall = "1m"
    api_start = "2m"
    """
        .replace("%LANGUAGE%", language)
        .replace("%FOLDER%", quoted(folder.toString()))
        .replace("%SOURCE%", site.source().toString())
        .replace("%GO%", site.goDownloads().toString())
        .replace("%RUSTUP%", site.rustupInit().toString())
        .replace("%GATEWAY%", site.gateway().toString())
        .replace("%FAUCET%", site.faucet().toString())
        .replace("%SNAPSHOT%", site.snapshot().toString())
        .replace("%DAEMON_API%", Integer.toString(site.ports().daemonApi()))
        .replace("%MINER_API%", Integer.toString(site.ports().minerApi()))
        .replace("%LIBP2P%", Integer.toString(site.ports().libp2p()));
  }

  /** As it stands inside a TOML string. */
  private static String quoted(String path) {
    return path.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
