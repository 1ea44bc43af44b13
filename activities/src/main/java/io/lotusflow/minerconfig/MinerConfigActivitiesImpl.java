package io.lotusflow.minerconfig;

import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.toml.Setting;
import io.lotusflow.toml.TomlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keys of the miner's {@code config.toml}, checked against what its version has. */
public final class MinerConfigActivitiesImpl implements MinerConfigActivities {

  private final Programs programs;

  public MinerConfigActivitiesImpl(Programs programs) {
    this.programs = programs;
  }

  @Override
  public ConfigDraft check(MinerConfigPlan plan) {
    MinerConfigFile config = MinerConfigFile.of(plan.miner(), programs);
    List<Setting> missing = config.file().missing(settings(plan, config));
    String before = config.file().digest().orElse("");
    if (missing.isEmpty()) {
      Receipt receipt = Receipt.alreadySo("all of it is set in " + config.file().path());
      return new ConfigDraft(receipt, before, false, false);
    }
    List<String> late =
        missing.stream()
            .map(Setting::path)
            .filter(path -> !MinerConfigFile.actsAtOnce(path))
            .toList();
    String how =
        late.isEmpty()
            ? "acts without a restart"
            : String.join(", ", late) + (plan.noRestart() ? " waits for" : " takes") + " a restart";
    String note = difference(config, missing) + "; " + how;
    return new ConfigDraft(
        plan.scope().dryRun() ? Receipt.wouldDo(note) : Receipt.done(note),
        before,
        true,
        !late.isEmpty());
  }

  private static List<Setting> settings(MinerConfigPlan plan, MinerConfigFile config) {
    return plan.changes().stream().map(config::setting).toList();
  }

  private static String difference(MinerConfigFile config, List<Setting> settings) {
    return settings.stream()
        .map(
            setting ->
                "%s: %s -> %s".formatted(setting.path(), old(config, setting), setting.written()))
        .collect(Collectors.joining(", "));
  }

  private static String old(MinerConfigFile config, Setting setting) {
    return config.lines(List.of(setting.section())).stream()
        .filter(line -> line.path().equalsIgnoreCase(setting.path()))
        .findFirst()
        .map(line -> line.set().orElseGet(() -> line.standard().orElse("") + " (default)"))
        .orElse("");
  }

  @Override
  public Receipt write(MinerConfigPlan plan) {
    MinerConfigFile config = MinerConfigFile.of(plan.miner(), programs);
    List<Setting> settings = settings(plan, config);
    List<Setting> missing = config.file().missing(settings);
    if (missing.isEmpty()) {
      return Receipt.alreadySo("all of it is set in " + config.file().path());
    }
    String difference = difference(config, missing);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(difference);
    }
    Optional<Path> kept = config.file().set(settings);
    Receipt done =
        Receipt.done(difference + kept.map(copy -> "; the old file is kept as " + copy).orElse(""));
    return kept.map(copy -> done.undoneBy("cp " + copy + ' ' + config.file().path())).orElse(done);
  }

  @Override
  public Receipt putBack(MinerConfigPlan plan, ConfigDraft draft) {
    TomlFile file = new TomlFile(Path.of(plan.miner().repo(), "config.toml"));
    if (plan.scope().dryRun() || file.digest().orElse("").equals(draft.before())) {
      return Receipt.alreadySo("the old file is in its place");
    }
    if (draft.before().isEmpty()) {
      file.remove();
      return Receipt.done("there was no file before, and there is none now");
    }
    Path copy = file.copy(draft.before());
    if (!Files.exists(copy)) {
      throw MinerConfigProblem.MINER_CONFIG_COPY_GONE.because(copy);
    }
    file.restore(draft.before());
    return Receipt.done("the old file is back, from " + copy);
  }
}
