package io.lotusflow.upgrade;

import io.lotusflow.build.Installed;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The newest version that has had the data of a host, which an older one may not be able to read:
 * that of the link, of the daemon and the miner that answer, however they were started, and of the
 * last upgrade that was not taken back.
 */
record VersionOfData(HostUpgrade host, UpgradeNotes notes) {

  /** As it calls itself. */
  Optional<String> newest() {
    Optional<String> inUse = new VersionInUse(host.build()).find().map(Installed::label);
    return Stream.of(inUse, daemon(), miner(), noted())
        .flatMap(Optional::stream)
        .max(Comparator.comparing(LotusVersion::parse));
  }

  /** The newest, if it is newer than that. */
  Optional<String> newerThan(LotusVersion target) {
    return newest().filter(label -> LotusVersion.parse(label).compareTo(target) > 0);
  }

  private Optional<String> daemon() {
    return host.node()
        .flatMap(node -> said(() -> FullNode.at(node.daemon().api()).version().text()));
  }

  private Optional<String> miner() {
    return host.miner().flatMap(miner -> said(() -> MinerApi.at(miner.api()).version().text()));
  }

  private static Optional<String> said(Supplier<String> version) {
    try {
      return Optional.of(version.get().replaceFirst("^v", ""));
    } catch (RpcFailed silent) {
      return Optional.empty();
    }
  }

  /** Wherever the link leads now. */
  private Optional<String> noted() {
    String node = host.scope().node().value();
    List<UpgradeNote> done =
        notes.all(node).stream().filter(note -> note.state() == UpgradeNote.State.DONE).toList();
    return done.isEmpty()
        ? Optional.empty()
        : notes.waysBack(node, done.get(0).to()).stream()
            .filter(note -> note.state() == UpgradeNote.State.DONE)
            .map(UpgradeNote::to)
            .max(Comparator.comparing(LotusVersion::parse));
  }
}
