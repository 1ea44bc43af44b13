package io.lotusflow.node;

import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Lotus;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.toml.Setting;
import io.lotusflow.toml.TomlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configures the daemon of this host and waits for it. */
public final class NodeActivitiesImpl implements NodeActivities {
  private static final Logger log = LoggerFactory.getLogger(NodeActivitiesImpl.class);

  private final Binaries binaries;
  private final ApiWait wait;

  public NodeActivitiesImpl(Programs programs, ApiWait wait) {
    this.binaries = new Binaries(programs);
    this.wait = wait;
  }

  @Override
  public Receipt writeConfig(DaemonPlan plan) {
    if (plan.api().isRemote()) {
      return Receipt.alreadySo("the daemon is remote: its configuration is not ours");
    }
    Lotus lotus = new Lotus(Path.of(plan.binary()), plan.api());
    Dialect dialect = binaries.dialect(lotus);
    TomlFile config = new TomlFile(Path.of(plan.repo(), "config.toml"));
    List<Setting> missing = config.missing(DaemonConfig.of(plan, dialect));
    if (missing.isEmpty() && Genesis.isThere(plan)) {
      return Receipt.alreadySo("all keys are set in " + config.path());
    }
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(inWords(config, missing));
    }
    RepoFolder.make(Path.of(plan.repo()));
    if (!Genesis.isThere(plan)) {
      Genesis.fetch(plan);
    }
    List<String> words = new ArrayList<>(List.of(inWords(config, missing)));
    config.set(missing).ifPresent(kept -> words.add("the old file is kept as " + kept));
    words.addAll(ignored(config, lotus, dialect));
    log.info("configuration written node={} file={}", plan.scope().node(), config.path());
    return Receipt.done(String.join("; ", words));
  }

  @Override
  public ApiUp awaitApi(DaemonPlan plan) {
    FullNode node = FullNode.at(plan.api());
    String url = Multiaddr.parse(plan.api().address()).toUri().toString();
    return wait.await(plan.scope(), plan.service(), node::version, url, plan.apiStart());
  }

  private List<String> ignored(TomlFile config, Lotus lotus, Dialect dialect) {
    return binaries
        .defaultConfig(lotus.binary(), dialect, lotus.defaultConfig())
        .map(config::unknownKeys)
        .filter(keys -> !keys.isEmpty())
        .map(keys -> List.of(dialect.version() + " ignores " + String.join(", ", keys)))
        .orElse(List.of());
  }

  private static String inWords(TomlFile config, List<Setting> settings) {
    List<String> texts = settings.stream().map(Setting::toString).toList();
    return config.path() + ": " + String.join(", ", texts);
  }
}
