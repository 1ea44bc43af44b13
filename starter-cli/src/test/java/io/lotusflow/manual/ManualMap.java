package io.lotusflow.manual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** {@code docs/manual-map.toml}, and the pages that are written from it. */
final class ManualMap {

  private static final String NONE = "–";
  private final List<TomlTable> chapters;
  private final List<ManualLine> lines;

  private ManualMap(TomlParseResult file) {
    if (file.hasErrors()) {
      throw new IllegalStateException(file.errors().toString());
    }
    chapters = tables(file, "chapter");
    lines = tables(file, "line").stream().map(ManualLine::of).toList();
  }

  static ManualMap read(Path file) throws IOException {
    return new ManualMap(Toml.parse(file));
  }

  private static List<TomlTable> tables(TomlParseResult file, String key) {
    return file.getArrayOrEmpty(key).toList().stream().map(TomlTable.class::cast).toList();
  }

  List<ManualLine> lines() {
    return lines;
  }

  /** All ids of chapters, in order. */
  List<String> chapters() {
    return chapters.stream().map(chapter -> chapter.getString("id")).toList();
  }

  /**
   * A page in Markdown.
   *
   * @param language {@code en} or {@code zh}, the ending of keys
   * @param intro everything above the first chapter
   * @param head names of the five columns
   */
  String page(String language, String intro, String head) {
    return intro
        + chapters.stream()
            .map(chapter -> chapter(chapter, language, head))
            .collect(Collectors.joining());
  }

  private String chapter(TomlTable chapter, String language, String head) {
    String id = chapter.getString("id");
    return lines.stream()
        .filter(line -> line.chapter().equals(id))
        .map(line -> row(line, language))
        .collect(
            Collectors.joining(
                "",
                "\n## %s. %s\n\n| %s |\n|---|---|---|---|---|\n"
                    .formatted(id, chapter.getString(language), head),
                ""));
  }

  private static String row(ManualLine line, String language) {
    String missing = line.word("missing_" + language);
    return "| %s %s | %s | %s | %s | %s%s |\n"
        .formatted(
            line.id(),
            cell(line.word(language)),
            code(line.commands()),
            code(line.steps()),
            code(line.tests()),
            cell(line.word("now_" + language)),
            missing.isEmpty() ? "" : "<br>‼ " + cell(missing));
  }

  private static String code(List<String> names) {
    return names.isEmpty()
        ? NONE
        : names.stream().map(name -> "`" + name + "`").collect(Collectors.joining("<br>"));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
