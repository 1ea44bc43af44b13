package io.lotusflow.init;

import io.lotusflow.lotus.ByteSize;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a machine suggests for the settings. */
public final class Proposals {

  private static final ByteSize SWAP = ByteSize.parse("256GiB");

  /** Below this, the manual wants swap for sectors of 32GiB. */
  private static final ByteSize ENOUGH_MEMORY = ByteSize.parse("128GiB");

  private final Machine machine;

  public Proposals(Machine machine) {
    this.machine = machine;
  }

  /** By key; {@code storage.seal} and {@code storage.store} are folders. */
  public Map<String, String> all() {
    Map<String, String> proposals = new LinkedHashMap<>();
    proposals.put("node.name", nodeName());
    proposals.put("build.gpu", gpu());
    proposals.put("host.swap", swap());
    proposals.put("daemon.libp2p_announce", announce());
    proxy(proposals);
    folders(proposals);
    return proposals;
  }

  private String nodeName() {
    String name =
        machine
            .hostName()
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\..*", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+", "");
    return name.isEmpty() ? "node-1" : name.substring(0, Math.min(name.length(), 31));
  }

  private String gpu() {
    boolean nvidia = machine.gpus().stream().anyMatch(name -> !name.startsWith("AMD"));
    if (machine.gpus().isEmpty()) {
      return "none";
    }
    return nvidia && machine.cudaCompiler() ? "cuda" : "opencl";
  }

  private String swap() {
    boolean room =
        machine.mounts().stream()
            .anyMatch(mount -> mount.path().equals("/") && mount.free().bytes() > 2 * SWAP.bytes());
    return machine.memory().compareTo(ENOUGH_MEMORY) < 0 && room ? SWAP.toString() : "";
  }

  private String announce() {
    return machine.publicAddresses().stream()
        .findFirst()
        .map(ip -> "/ip4/" + ip + "/tcp/6665")
        .orElse("");
  }

  /** One with a password stays in the environment: settings stand in histories. */
  private void proxy(Map<String, String> proposals) {
    if (machine.proxy().matches("(https?|socks5h?)://[^@\\s/]+/?")) {
      proposals.put("network_access.http_proxy", machine.proxy());
      proposals.put("network_access.https_proxy", machine.proxy());
    }
  }

  private void folders(Map<String, String> proposals) {
    String fast = folderOn(machine.mounts().stream().filter(Mount::fast).toList());
    String big = folderOn(machine.mounts());
    proposals.put("daemon.repo", fast + "/daemon");
    proposals.put("snapshot.downloads", big + "/downloads");
    proposals.put("miner.repo", fast + "/miner");
    proposals.put("miner.parameters", fast + "/parameters");
    proposals.put("miner.parents", fast + "/parents");
    proposals.put("miner.tmpdir", fast + "/tmp");
    proposals.put("miner.key_backup", big + "/key-backup");
    proposals.put("storage.seal", fast + "/seal");
    proposals.put("storage.store", big + "/store");
    if (!machine.root()) {
      String home = machine.userHome() + "/lotus";
      proposals.put("build.checkout", home + "/src");
      proposals.put("build.prefix", home + "/opt");
      proposals.put("build.links", "");
      proposals.put("toolchain.folder", home + "/toolchain");
      proposals.put("services.log_folder", home + "/log");
    }
  }

  /** On the roomiest of them; someone who is not root writes at home. */
  private String folderOn(List<Mount> mounts) {
    if (!machine.root()) {
      return machine.userHome() + "/lotus";
    }
    return mounts.stream()
        .max(Comparator.comparing(Mount::free))
        .map(mount -> mount.folder("lotus"))
        .orElse("/srv/lotus");
  }
}
