package io.lotusflow.sealworker;

import io.lotusflow.host.HostNetwork;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with a miner's token and address, as {@code MINER_API_INFO} has them. What is in it is
 * never shown: if it is not what it should be, any part of it may be the token.
 */
final class MinerInfoFile {
  private static final Pattern LINE = Pattern.compile("[^\\s:=/]+:(/\\S+)");
  private static final Set<PosixFilePermission> ITS_OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private final Path file;
  private final HostId host;

  /**
   * On this host.
   *
   * @param file may be a link
   */
  MinerInfoFile(Path file, HostId host) {
    this.file = file;
    this.host = host;
  }

  /** Of a worker that was added with it, or shall be. */
  static MinerInfoFile of(SealWorkerPlan plan) {
    return new MinerInfoFile(Path.of(plan.elsewhere().orElseThrow().file()), plan.scope().host());
  }

  /** The address in it, if it is there and can be read. */
  Optional<Multiaddr> address() {
    try {
      return parse(Files.readString(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Multiaddr> parse(String text) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      return Optional.empty();
    }
    try {
      Multiaddr address = Multiaddr.parse(line.group(1));
      return address.host().isPresent() && address.has(Multiaddr.Protocol.TCP)
          ? Optional.of(address)
          : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /**
   * Looks whether a worker can find its miner by it.
   *
   * @param reader who reads it for the worker
   */
  MinerFound find(MinerElsewhere miner, String reader) {
    requireOurs(reader);
    Multiaddr address =
        address().orElseThrow(() -> SealWorkerProblem.MINER_INFO_MALFORMED.because(shown(), host));
    if (HostNetwork.isLoopback(address.host().orElseThrow())
        && !miner.network().equals(HostNetwork.id())) {
      throw SealWorkerProblem.MINER_INFO_LOOPBACK.because(shown(), address, host);
    }
    return RpcFailed.named(() -> ask(miner, address));
  }

  private void requireOurs(String reader) {
    if (!Files.isRegularFile(file)) {
      throw SealWorkerProblem.MINER_INFO_MISSING.because(shown(), host);
    }
    try {
      String owner = Files.getOwner(file).getName();
      if (!owner.equals(reader)) {
        throw SealWorkerProblem.MINER_INFO_NOT_OURS.because(shown(), owner, reader, host);
      }
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!ITS_OWNERS.containsAll(mode)) {
        throw SealWorkerProblem.MINER_INFO_OPEN.because(
            shown(), PosixFilePermissions.toString(mode), host);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MinerFound ask(MinerElsewhere wanted, Multiaddr address) {
    MinerApi miner = MinerApi.at(new NodeApi("", address.toString(), file.toString()));
    String version = miner.version().text();
    List<String> permissions = miner.permissions();
    if (!permissions.contains("admin")) {
      throw SealWorkerProblem.MINER_INFO_TOO_LITTLE.because(
          shown(), String.join(" ", permissions), host);
    }
    String actor = miner.actor();
    if (!actor.equals(wanted.actor())) {
      throw SealWorkerProblem.MINER_INFO_OTHER_MINER.because(shown(), actor, wanted.actor(), host);
    }
    String note = "%s at %s, version %s".formatted(actor, address, version);
    return new MinerFound(Receipt.alreadySo(note), address.toString());
  }

  /** What the operator knows, not our link to it. */
  private Path shown() {
    try {
      return Files.isSymbolicLink(file) ? Files.readSymbolicLink(file) : file;
    } catch (IOException e) {
      return file;
    }
  }
}
