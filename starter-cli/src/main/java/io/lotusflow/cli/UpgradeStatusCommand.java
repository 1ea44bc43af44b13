package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.build.Installed;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.settings.Plans;
import io.lotusflow.upgrade.UpgradeNote;
import io.lotusflow.upgrade.UpgradeNotes;
import io.lotusflow.upgrade.VersionInUse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads versions and notes itself, so it answers when no worker is up. */
@Command(name = "status")
final class UpgradeStatusCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  UpgradeStatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    VersionInUse versions = new VersionInUse(plans.build());
    String inUse = versions.find().map(Installed::label).orElse("");
    String daemon = version(() -> FullNode.at(plans.node()).version().text());
    Optional<MinerPlan> here = plans.miner();
    String miner =
        here.map(any -> version(() -> MinerApi.at(any.api()).version().text())).orElse("");
    UpgradeNotes notes = new UpgradeNotes(session.home().upgrades());
    String node = plans.scope().node().value();
    Optional<UpgradeNote> note = notes.of(node);
    List<UpgradeNote> back = notes.waysBack(node, inUse);
    if (session.wantsText()) {
      tell(inUse, versions.all(), daemon, miner, note);
      tellBack(back);
    } else {
      ObjectNode json = json(inUse, versions.all(), daemon, miner, note);
      json.set("waysBack", RunsJson.MAPPER.valueToTree(back));
      session.out().println(RunsJson.text(json));
    }
    return Exit.DONE;
  }

  private static String version(Supplier<String> ask) {
    try {
      return ask.get().replaceFirst("^v", "");
    } catch (RpcFailed silent) {
      return "";
    }
  }

  private void tell(
      String inUse, List<String> all, String daemon, String miner, Optional<UpgradeNote> note) {
    say("upgrade.in-use", or(inUse));
    say("upgrade.runs", or(daemon), or(miner));
    all.stream()
        .filter(label -> !label.equals(inUse))
        .forEach(label -> say("upgrade.there", label));
    note.ifPresent(
        last -> {
          say("upgrade.last." + last.state(), last.from(), last.to(), last.at());
          if (!last.why().isEmpty()) {
            say("upgrade.why", last.why());
          }
          if (!last.backup().isEmpty()) {
            say("upgrade.backup", last.backup());
          }
        });
  }

  /** The next one is what a rollback goes to; those behind it are for rollbacks after that. */
  private void tellBack(List<UpgradeNote> back) {
    String key = "upgrade.way-back";
    for (UpgradeNote way : back) {
      if (way.noWayBackFrom() >= 0) {
        say(key + "-until", way.from(), way.noWayBackFrom());
      } else {
        say(key, way.from());
      }
      key = "upgrade.way-back-then";
    }
  }

  private static String or(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private void say(String key, Object... arguments) {
    session.out().println(session.text(key, arguments));
  }

  private static ObjectNode json(
      String inUse, List<String> all, String daemon, String miner, Optional<UpgradeNote> note) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("inUse", inUse).put("daemon", daemon).put("miner", miner);
    json.set("installed", RunsJson.MAPPER.valueToTree(all));
    note.ifPresent(last -> json.set("last", RunsJson.MAPPER.valueToTree(last)));
    return json;
  }
}
