package io.lotusflow.settings;

import io.lotusflow.messages.Language;
import io.lotusflow.storage.StoragePath;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlPosition;

/** Reads a {@code lotusflow.toml}; reports all of its problems at once. */
public final class SettingsReader {

  private final Language words;
  private final boolean elsewhere;

  /**
   * @param words the language in which problems are told, and the default of the key {@code
   *     language}
   */
  public SettingsReader(Language words) {
    this(words, false);
  }

  private SettingsReader(Language words, boolean elsewhere) {
    this.words = words;
    this.elsewhere = elsewhere;
  }

  /** For settings of another machine, whose files are not here. */
  public SettingsReader ofAnotherMachine() {
    return new SettingsReader(words, true);
  }

  /** Throws {@link BadSettings} with every problem, also where there is no such file. */
  public Settings read(Path file) throws BadSettings {
    return parse(file, content(file));
  }

  /**
   * As {@link #read}, of a text that is not a file yet.
   *
   * @param file named in the problems
   */
  public Settings parse(Path file, String content) throws BadSettings {
    Problems problems = new Problems(file, words);
    Document document = new Document(content, problems);
    Path folder = file.toAbsolutePath().getParent();
    Settings settings = settings(document, words, folder, elsewhere);
    document.refuseUnknown();
    new Contradictions(document, settings).report();
    new Environments(settings.build().version()).report(document, settings);
    if (!problems.errors().isEmpty()) {
      throw new BadSettings(problems.errors());
    }
    return withWarnings(settings, problems.warnings());
  }

  /** All keys there are, with their defaults as they stand in TOML; above the tables "". */
  static Map<String, Map<String, Object>> keys() {
    Document document = Document.empty();
    Settings unused = settings(document, Language.ENGLISH, Path.of("/"), false);
    assert unused.warnings().isEmpty();
    return document.known();
  }

  private static Settings settings(
      Document document, Language words, Path folder, boolean elsewhere) {
    Language language =
        document
            .top()
            .value(
                "language", words.tag(), Shapes.choice(List.of(Language.values()), Language::tag));
    NodeSettings node = NodeSettings.from(document.table("node"), folder);
    return new Settings(
        language,
        node,
        BuildSettings.from(document.table("build")),
        BuildSettings.toolchain(document.table("toolchain")),
        NetworkSettings.from(document.table("network_access")),
        HostSettings.from(document.table("host")),
        DaemonSettings.from(document.table("daemon"), elsewhere || !node.hosts().isEmpty()),
        SnapshotSettings.from(document.table("snapshot")),
        ChainSettings.from(document.table("chain")),
        ExportSettings.from(document.table("export")),
        BackupSettings.from(document.table("backup")),
        MinerSettings.from(document.table("miner"), node.network()),
        storage(document),
        ServiceSettings.from(document.table("services")),
        TimeoutSettings.from(document.table("timeouts")),
        AlertSettings.from(document.table("alerts")),
        List.of());
  }

  private static List<StoragePath> storage(Document document) {
    document.learn("storage", StorageSettings::from);
    return document.tables("storage").stream().map(StorageSettings::from).toList();
  }

  private String content(Path file) throws BadSettings {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unusable(file, new Refused("no-settings", file));
    } catch (MalformedInputException e) {
      throw unusable(file, new Refused("not-utf8", file));
    } catch (IOException e) {
      throw unusable(file, new Refused("unreadable", file));
    }
  }

  private BadSettings unusable(Path file, Refused why) {
    Problems problems = new Problems(file, words);
    problems.refuse(TomlPosition.positionAt(1, 1), "", why);
    return new BadSettings(problems.errors());
  }

  private static Settings withWarnings(Settings all, List<SettingsProblem> warnings) {
    return new Settings(
        all.language(),
        all.node(),
        all.build(),
        all.toolchain(),
        all.networkAccess(),
        all.host(),
        all.daemon(),
        all.snapshot(),
        all.chain(),
        all.export(),
        all.backup(),
        all.miner(),
        all.storage(),
        all.services(),
        all.timeouts(),
        all.alerts(),
        warnings);
  }
}
