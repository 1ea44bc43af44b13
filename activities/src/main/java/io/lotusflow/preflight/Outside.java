package io.lotusflow.preflight;

import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.network.AccessEnvironment;
import io.lotusflow.network.Presets;
import io.lotusflow.network.Tool;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must be reached elsewhere, and with which key. */
final class Outside {
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Programs programs;
  private final Words words;
  private final boolean offline;

  Outside(Programs programs, Words words, boolean offline) {
    this.programs = programs;
    this.words = words;
    this.offline = offline;
  }

  List<Finding> source(InstallPlan plan) {
    if (offline) {
      return List.of();
    }
    String source = plan.build().source();
    try {
      programs.run(
          Command.of(SHORT, "git", "ls-remote", "--heads", source, "lotusflow-looks")
              .with(AccessEnvironment.of(plan.build().access(), Tool.GIT)));
      return List.of(words.ok("source", source));
    } catch (CommandFailed failed) {
      return List.of(words.warning("source", "source.silent", source));
    }
  }

  List<Finding> mirrors(InstallPlan plan) {
    return Presets.outdatedIn(plan.build().access()).stream()
        .map(
            mirror -> words.warning("mirrors", "mirrors.old", mirror.address(), mirror.successor()))
        .toList();
  }

  /** Of a daemon on another machine. */
  List<Finding> token(InstallPlan plan) {
    if (plan.tokenToCome()) {
      return List.of();
    }
    Optional<NodeApi> remote = plan.miner().map(miner -> miner.node()).filter(NodeApi::isRemote);
    return remote.map(api -> List.of(token(Path.of(api.tokenFile())))).orElse(List.of());
  }

  private Finding token(Path file) {
    if (!Files.isReadable(file)) {
      return words.refuse("token", "token.unreadable", file);
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return OWNER_ONLY.containsAll(permissions)
          ? words.ok("token", file)
          : words.refuse("token", "token.open", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
