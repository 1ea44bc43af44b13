package io.lotusflow.cli;

import io.lotusflow.install.HostInstall;
import io.lotusflow.install.SpreadInstallPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Plans;
import io.lotusflow.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The machines of one node: this one, and those whose settings its settings name. */
final class NodeHosts {

  private final Session session;
  private final List<Plans> all;

  private NodeHosts(Session session, List<Plans> all) {
    this.session = session;
    this.all = List.copyOf(all);
  }

  /** Complains of settings that do not belong together. */
  static NodeHosts of(Session session, Plans here) {
    return of(session, here, Map.of());
  }

  /**
   * As {@link #of(Session, Plans)}.
   *
   * @param more settings by host, instead of and besides those that the settings name
   */
  static NodeHosts of(Session session, Plans here, Map<String, Path> more) {
    return of(session, here, more, new HostNames(session)::id);
  }

  /**
   * As {@link #of(Session, Plans, Map)}.
   *
   * @param names tells the id of a host by what people call it
   */
  static NodeHosts of(
      Session session, Plans here, Map<String, Path> more, Function<String, HostId> names) {
    Map<HostId, Path> files = new LinkedHashMap<>();
    here.hosts().forEach((host, file) -> files.put(names.apply(host), Path.of(file)));
    more.forEach((host, file) -> files.put(names.apply(host), file.toAbsolutePath().normalize()));
    files.remove(here.scope().host());
    List<Plans> all = new ArrayList<>(List.of(here));
    files.forEach((host, file) -> all.add(read(session, here, host, file)));
    NodeHosts hosts = new NodeHosts(session, all);
    hosts.refuseTwo(all.stream().filter(any -> any.daemon().isPresent()).toList(), "daemon");
    hosts.refuseTwo(all.stream().filter(any -> any.miner().isPresent()).toList(), "miner");
    return hosts.knowingTheMiner();
  }

  /** What stops the daemon stops the miner first, on whichever machine it is. */
  private NodeHosts knowingTheMiner() {
    Optional<Plans> miner = withMiner();
    return new NodeHosts(
        session,
        all.stream()
            .map(
                any ->
                    any.daemon().isPresent() && any.miner().isEmpty() && miner.isPresent()
                        ? any.withDistantMiner(miner.get())
                        : any)
            .toList());
  }

  /** This machine, knowing of the miner that hangs on its daemon from another one. */
  static Plans here(Session session, Plans here) {
    return here(session, here, new HostNames(session));
  }

  /** The same with names that were asked for before. */
  static Plans here(Session session, Plans here, HostNames names) {
    return of(session, here, Map.of(), names::id).all.get(0);
  }

  /** The machine of this node's daemon; this one if there is none. */
  static Plans ofDaemon(Session session, Plans here) {
    return of(session, here).withDaemon().orElse(here);
  }

  /** The machine of this node's miner; this one if there is none. */
  static Plans ofMiner(Session session, Plans here) {
    return of(session, here).withMiner().orElse(here);
  }

  /** One more machine, whose settings are in that file. */
  private static Plans read(Session session, Plans here, HostId host, Path file) {
    try {
      Plans there =
          Plans.of(
              new SettingsReader(session.language()).ofAnotherMachine().read(file),
              host,
              here.scope().dryRun(),
              here.scope().language());
      boolean sameNode =
          there.scope().node().equals(here.scope().node())
              && there.network().equals(here.network());
      if (!sameNode) {
        throw session.complaint(
            Exit.USAGE,
            "hosts.another-node",
            file,
            there.scope().node() + " (" + there.network().key() + ')',
            here.scope().node() + " (" + here.network().key() + ')');
      }
      return there;
    } catch (BadSettings bad) {
      throw Planning.refused(session, file, bad);
    }
  }

  /** Which seal workers a node has on other machines is known to its miner's machine alone. */
  void requireMinerHere() {
    if (all.get(0).miner().isEmpty()) {
      withMiner()
          .ifPresent(
              miner -> {
                throw session.complaint(Exit.USAGE, "hosts.at-miner", miner.scope().host());
              });
    }
  }

  private void refuseTwo(List<Plans> having, String what) {
    if (having.size() > 1) {
      throw session.complaint(
          Exit.USAGE,
          "hosts.two",
          what,
          having.get(0).scope().host(),
          having.get(1).scope().host());
    }
  }

  /** Seal workers alone have nothing to be installed for. */
  NodeHosts withANode() {
    if (withDaemon().isEmpty() && withMiner().isEmpty()) {
      throw session.complaint(Exit.USAGE, "hosts.workers-alone");
    }
    return this;
  }

  /** The same, with what the operator allows before the start. */
  NodeHosts allowed(UnaryOperator<Plans> asked) {
    return new NodeHosts(session, all.stream().map(asked).toList());
  }

  boolean areMany() {
    return all.size() > 1;
  }

  /** This one first. */
  List<Plans> all() {
    return all;
  }

  /** All but this one. */
  List<Plans> others() {
    return all.subList(1, all.size());
  }

  Optional<Plans> withDaemon() {
    return all.stream().filter(any -> any.daemon().isPresent()).findFirst();
  }

  Optional<Plans> withMiner() {
    return all.stream().filter(any -> any.miner().isPresent()).findFirst();
  }

  /** The settings of another machine of this node, where they are known. */
  Optional<Plans> of(HostId host) {
    return all.stream().filter(any -> any.scope().host().equals(host)).findFirst();
  }

  /** An install of all of them, of one version. */
  SpreadInstallPlan install() {
    Plans here = all.get(0);
    all.stream()
        .filter(any -> !any.ref().equals(here.ref()))
        .findFirst()
        .ifPresent(
            other -> {
              throw session.complaint(
                  Exit.USAGE, "hosts.versions", other.scope().host(), other.ref(), here.ref());
            });
    List<HostInstall> parts = all.stream().map(any -> any.install(withDaemon())).toList();
    return new SpreadInstallPlan(here.scope(), parts);
  }
}
