package io.lotusflow.settings;

import io.lotusflow.build.ToolchainPlan;
import io.lotusflow.messages.Language;
import io.lotusflow.storage.StoragePath;
import java.util.List;

/**
 * What a {@code lotusflow.toml} says, checked; one record per table.
 *
 * @param language of the words in runs; {@code --lang} goes before it
 * @param warnings what is taken but will not do what it seems to
 */
public record Settings(
    Language language,
    NodeSettings node,
    BuildSettings build,
    ToolchainPlan toolchain,
    NetworkSettings networkAccess,
    HostSettings host,
    DaemonSettings daemon,
    SnapshotSettings snapshot,
    ChainSettings chain,
    ExportSettings export,
    BackupSettings backup,
    MinerSettings miner,
    List<StoragePath> storage,
    ServiceSettings services,
    TimeoutSettings timeouts,
    AlertSettings alerts,
    List<SettingsProblem> warnings) {

  /** The same, with another version of Lotus. */
  Settings at(String ref) {
    return new Settings(
        language,
        node,
        build.at(ref),
        toolchain,
        networkAccess,
        host,
        daemon,
        snapshot,
        chain,
        export,
        backup,
        miner,
        storage,
        services,
        timeouts,
        alerts,
        warnings);
  }

  /** The same node, as it is on a machine of which these are the settings. */
  Settings onMachineOf(Settings other) {
    return new Settings(
        language,
        node,
        other.build,
        other.toolchain,
        other.networkAccess,
        other.host,
        daemon,
        snapshot,
        chain,
        export,
        backup,
        miner.onMachineOf(other.miner),
        storage,
        other.services,
        timeouts,
        alerts,
        warnings);
  }

  public Settings {
    storage = List.copyOf(storage);
    warnings = List.copyOf(warnings);
  }
}
