package io.lotusflow.deals;

import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.MarketApi;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.toml.Setting;
import io.lotusflow.toml.TomlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The market that a miner had of its own, up to v1.27.0. The four flags are set one by one over the
 * API: {@code selection reset} knows only "all", so on the way to what was before it would take
 * deals that were refused.
 */
final class LotusMarket implements DealMarket {
  private static final String SECTION = "Dealmaking";
  private static final String BLOCKLIST = "PieceCidBlocklist";

  private final DealsPlan plan;
  private final DealNotes notes;
  private final Programs programs;
  private final MarketApi api;
  private final Runnable beat;

  LotusMarket(DealsPlan plan, DealNotes notes, Programs programs, MarketApi api, Runnable beat) {
    this.plan = plan;
    this.notes = notes;
    this.programs = programs;
    this.api = api;
    this.beat = beat;
  }

  @Override
  public Optional<Absence> absence() {
    return Optional.empty();
  }

  @Override
  public DealFlags considered() {
    return api.flags();
  }

  @Override
  public String consider(DealFlags flags) {
    List<Setting> settings =
        List.of(DealFlags.Kind.values()).stream()
            .map(kind -> Setting.flag(SECTION, key(kind), flags.has(kind)))
            .toList();
    String remark = commentsKept(settings, () -> set(flags));
    require(flags, api.flags());
    return remark;
  }

  private void set(DealFlags flags) {
    DealFlags now = api.flags();
    for (DealFlags.Kind kind : DealFlags.Kind.values()) {
      if (now.has(kind) != flags.has(kind)) {
        api.consider(kind, flags.has(kind));
      }
    }
  }

  private static String key(DealFlags.Kind kind) {
    return "Consider" + kind.camel() + "Deals";
  }

  private String commentsKept(List<Setting> settings, Runnable act) {
    if (plan.miner().isRemote()) {
      act.run();
      return "";
    }
    return new ConfigComments(config(), notes.config(node()), defaults())
        .keptDuring(settings, act)
        .map(
            beside -> "; Lotus wrote config.toml without comments, the file with them is " + beside)
        .orElse("");
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new TreeMap<>();
    for (DealFlags.Kind kind : DealFlags.Kind.values()) {
      defaults.put((SECTION + '.' + key(kind)).toLowerCase(Locale.ROOT), true);
    }
    defaults.put((SECTION + '.' + BLOCKLIST).toLowerCase(Locale.ROOT), List.of());
    return defaults;
  }

  @Override
  public int transfers() {
    return api.transfers();
  }

  @Override
  public int retrievals() {
    return api.retrievals();
  }

  @Override
  public Optional<StorageAsk> ask() {
    return api.ask();
  }

  @Override
  public Change ask(StorageAsk ask) {
    Command command =
        lotus().setAsk(ask.price(), ask.verifiedPrice(), ask.minPiece(), ask.maxPiece());
    run(command);
    require(ask.toString(), api.ask().map(StorageAsk::toString).orElse("none"));
    return new Change(List.of(command.toString()), "");
  }

  @Override
  public List<String> blocklist() {
    return api.blocklist();
  }

  @Override
  public Change blocklist(List<String> cids) {
    Path list = notes.blocklist(node());
    Command command = cids.isEmpty() ? lotus().resetBlocklist() : lotus().setBlocklist(list);
    try {
      Files.write(list, cids);
      String remark =
          commentsKept(List.of(Setting.texts(SECTION, BLOCKLIST, cids)), () -> run(command));
      require(new TreeSet<>(cids), new TreeSet<>(api.blocklist()));
      return new Change(List.of(command.toString()), remark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String filter(boolean retrieval) {
    return new TomlFile(config()).text(SECTION, filterKey(retrieval)).orElse("");
  }

  @Override
  public Change filter(boolean retrieval, String command) {
    Setting setting = Setting.text(SECTION, filterKey(retrieval), command);
    new TomlFile(config()).set(List.of(setting));
    return new Change(
        List.of(config() + ": " + setting), "; it counts from the miner's next start");
  }

  private static String filterKey(boolean retrieval) {
    return retrieval ? "RetrievalFilter" : "Filter";
  }

  @Override
  public Optional<Integer> state(String proposal) {
    return Optional.ofNullable(api.deals().get(proposal));
  }

  @Override
  public ImportCommand importing(String proposal, Path file) {
    return key -> lotus().importData(key, proposal, file);
  }

  private void run(Command command) {
    try {
      programs.run(command, beat);
    } catch (CommandFailed failed) {
      throw DealsProblem.DEALS_REFUSED.because(failed.getMessage());
    }
  }

  private static void require(Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw DealsProblem.DEALS_NOT_CHANGED.because(wanted, found);
    }
  }

  private LotusMiner lotus() {
    return new LotusMiner(Path.of(plan.binary()), plan.miner(), plan.node(), Map.of());
  }

  private Path config() {
    return Path.of(plan.miner().repo(), "config.toml");
  }

  private String node() {
    return plan.scope().node().value();
  }
}
