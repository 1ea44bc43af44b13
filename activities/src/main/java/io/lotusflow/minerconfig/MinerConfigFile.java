package io.lotusflow.minerconfig;

import io.lotusflow.lotus.Binaries;
import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.messages.Nearest;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.process.Programs;
import io.lotusflow.toml.Setting;
import io.lotusflow.toml.TomlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A miner's {@code config.toml}, beside the default configuration of its version. */
public final class MinerConfigFile {

  private static final Pattern CHANGE = Pattern.compile("([\\w.]+)\\s*=\\s*(.*)");

  /**
   * Seen on a real miner: the batchers look into the file each time. Of other keys nothing of the
   * kind is known.
   */
  private static final Pattern ACTS_AT_ONCE =
      Pattern.compile(
          "Sealing\\.(MaxPreCommitBatch|PreCommitBatchWait|PreCommitBatchSlack"
              + "|MinCommitBatch|MaxCommitBatch|CommitBatchWait|CommitBatchSlack)",
          Pattern.CASE_INSENSITIVE);

  private final TomlFile file;
  private final String version;
  private final List<Setting> standards;

  /**
   * A key.
   *
   * @param standard its default; empty if this version does not have the key, and ignores it
   * @param set what the file says, as TOML; empty if it says nothing
   */
  public record Line(String path, Optional<String> standard, Optional<String> set) {

    /** Whether the file says something else than the default. */
    public boolean differs() {
      return set.isPresent() && !set.equals(standard);
    }
  }

  private MinerConfigFile(TomlFile file, String version, List<Setting> standards) {
    this.file = file;
    this.version = version;
    this.standards = standards;
  }

  /**
   * Of a miner on this host, which need not run.
   *
   * @throws io.temporal.failure.ApplicationFailure if its version prints no defaults
   */
  public static MinerConfigFile of(MinerPlan plan, Programs programs) {
    LotusMiner lotus =
        new LotusMiner(Path.of(plan.binary()), plan.api(), plan.node(), plan.environment());
    Binaries binaries = new Binaries(programs);
    Dialect dialect = binaries.dialect(lotus);
    String defaults =
        binaries
            .defaultConfig(lotus.binary(), dialect, lotus.defaultConfig())
            .orElseThrow(
                () -> MinerConfigProblem.MINER_CONFIG_NO_DEFAULTS.because(dialect.version()));
    return of(
        new TomlFile(Path.of(plan.repo(), "config.toml")), dialect.version().toString(), defaults);
  }

  static MinerConfigFile of(TomlFile file, String version, String defaults) {
    return new MinerConfigFile(file, version, TomlFile.standards(defaults));
  }

  public TomlFile file() {
    return file;
  }

  /** All keys of these sections and of those in them, then those that the version ignores. */
  public List<Line> lines(List<String> sections) {
    Map<String, Object> values = file.values();
    List<Line> lines = new ArrayList<>();
    for (Setting standard : standards) {
      if (isIn(sections, standard.path())) {
        lines.add(
            new Line(
                standard.path(), Optional.of(standard.written()), set(values, standard.path())));
      }
    }
    values.keySet().stream()
        .filter(path -> isIn(sections, path) && known(path).isEmpty())
        .forEach(path -> lines.add(new Line(path, Optional.empty(), set(values, path))));
    return lines;
  }

  private static boolean isIn(List<String> sections, String path) {
    return sections.stream()
        .anyMatch(section -> path.regionMatches(true, 0, section + '.', 0, section.length() + 1));
  }

  private static Optional<String> set(Map<String, Object> values, String path) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(path))
        .map(entry -> new Setting("", path, entry.getValue()).written())
        .findFirst();
  }

  private Optional<Setting> known(String path) {
    return standards.stream().filter(one -> one.path().equalsIgnoreCase(path)).findFirst();
  }

  /**
   * What is asked for, of the kind that the key has.
   *
   * @param change as {@code Sealing.MaxSealingSectors=4}
   * @throws io.temporal.failure.ApplicationFailure for a key or a value that this version does not
   *     take
   */
  public Setting setting(String change) {
    Matcher written = CHANGE.matcher(change.strip());
    String path = written.matches() ? written.group(1) : change;
    Setting standard = known(path).orElseThrow(() -> unknown(path));
    if (!written.matches()) {
      throw bad(standard, change);
    }
    return new Setting(standard.section(), standard.key(), value(standard, written.group(2)));
  }

  private RuntimeException unknown(String path) {
    List<String> paths = standards.stream().map(Setting::path).toList();
    String last = path.substring(path.lastIndexOf('.') + 1);
    List<String> sameName =
        paths.stream()
            .filter(one -> one.substring(one.lastIndexOf('.') + 1).equalsIgnoreCase(last))
            .toList();
    List<String> nearest = sameName.isEmpty() ? Nearest.first(path, paths) : sameName;
    return MinerConfigProblem.MINER_CONFIG_UNKNOWN_KEY.because(
        path, version, String.join(", ", nearest.stream().limit(3).toList()));
  }

  private static Object value(Setting standard, String text) {
    String bare = text.replaceAll("^\"(.*)\"$", "$1");
    Object like = standard.value();
    try {
      if (like instanceof Boolean && bare.matches("true|false")) {
        return Boolean.valueOf(bare);
      }
      if (like instanceof Long) {
        return Long.valueOf(bare);
      }
      if (like instanceof Double) {
        return Double.valueOf(bare);
      }
    } catch (NumberFormatException noNumber) {
      throw bad(standard, text);
    }
    if (like instanceof List<?>) {
      String inner = bare.replaceAll("^\\[(.*)]$", "$1").strip();
      return inner.isEmpty()
          ? List.of()
          : List.of(inner.split("\\s*,\\s*")).stream()
              .map(one -> one.replaceAll("^\"(.*)\"$", "$1"))
              .toList();
    }
    if (like instanceof String was && isOfItsKind(was, bare)) {
      return bare;
    }
    throw bad(standard, text);
  }

  /** Durations and amounts are texts in TOML; Lotus does not start with one it cannot read. */
  private static boolean isOfItsKind(String was, String now) {
    if (was.matches("(\\d+h)?(\\d+m)?[\\d.]+s")) {
      return now.matches("(\\d+(\\.\\d+)?(h|m|s|ms))+");
    }
    if (was.matches("[\\d.]+ FIL")) {
      return now.matches("\\d+(\\.\\d+)?( ?(FIL|attoFIL))?");
    }
    return true;
  }

  private static RuntimeException bad(Setting standard, String text) {
    return MinerConfigProblem.MINER_CONFIG_BAD_VALUE.because(
        standard.path(), text, standard.path() + '=' + standard.written());
  }

  /** Whether a running miner takes it up by itself. */
  public static boolean actsAtOnce(String path) {
    return ACTS_AT_ONCE.matcher(path).matches();
  }
}
