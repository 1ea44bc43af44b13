package io.lotusflow.adopt;

import io.lotusflow.service.ServicePlan.Manager;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Unit files and their drop-ins, read as they lie on the disk: so also where systemd does not
 * answer.
 */
final class SystemdUnits {
  /** What stands in a later one goes before. */
  private static final List<String> FOLDERS =
      List.of(
          "lib/systemd/system",
          "usr/lib/systemd/system",
          "run/systemd/system",
          "etc/systemd/system");

  private static final String SUFFIX = ".service";
  private static final List<String> LIMITS = List.of("LimitNOFILE", "MemoryMax", "CPUAffinity");

  private final Path root;

  /**
   * @param root {@code /}, or what stands for it in a test
   */
  SystemdUnits(Path root) {
    this.root = root;
  }

  /** Those that start a program of the suite by name, sorted. */
  List<FoundUnit> ofLotus() {
    TreeSet<String> names = new TreeSet<>();
    folders().forEach(folder -> names(folder, "*" + SUFFIX).forEach(names::add));
    return names.stream()
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .filter(name -> !name.endsWith("@"))
        .map(this::read)
        .flatMap(Optional::stream)
        .filter(unit -> unit.invocation().isPresent())
        .toList();
  }

  /** Empty where there is no such unit. */
  Optional<FoundUnit> read(String name) {
    List<Path> files = files(name);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    UnitText text = new UnitText(name);
    List<Path> unreadable = new ArrayList<>();
    for (Path file : files) {
      content(file).ifPresentOrElse(text::add, () -> unreadable.add(file));
    }
    Surroundings environment = Surroundings.of(environment(text, unreadable));
    return Optional.of(
        new FoundUnit(
            name,
            Manager.SYSTEMD,
            text.command(),
            environment,
            text.last("User"),
            limits(text),
            log(text),
            files,
            unreadable));
  }

  private Map<String, String> environment(UnitText text, List<Path> unreadable) {
    Map<String, String> variables = new TreeMap<>();
    for (String line : text.all("Environment")) {
      UnitText.words(line).forEach(word -> put(variables, word));
    }
    for (String line : text.all("EnvironmentFile")) {
      boolean optional = line.startsWith("-");
      Path file = under(optional ? line.substring(1) : line);
      Optional<String> content = content(file);
      content.stream()
          .flatMap(String::lines)
          .map(String::strip)
          .filter(entry -> !entry.startsWith("#") && !entry.startsWith(";"))
          .forEach(entry -> put(variables, unquoted(entry)));
      if (content.isEmpty() && !(optional && !Files.exists(file))) {
        unreadable.add(file);
      }
    }
    return variables;
  }

  private static void put(Map<String, String> variables, String word) {
    int equals = word.indexOf('=');
    if (equals > 0) {
      variables.put(word.substring(0, equals), word.substring(equals + 1));
    }
  }

  private static String unquoted(String entry) {
    int equals = entry.indexOf('=');
    String value = equals < 0 ? "" : entry.substring(equals + 1);
    boolean quoted = value.length() > 1 && (value.startsWith("\"") || value.startsWith("'"));
    return quoted
        ? entry.substring(0, equals + 1) + String.join(" ", UnitText.words(value))
        : entry;
  }

  private static Map<String, String> limits(UnitText text) {
    Map<String, String> limits = new LinkedHashMap<>();
    LIMITS.forEach(
        key ->
            Optional.of(text.last(key))
                .filter(v -> !v.isEmpty())
                .ifPresent(v -> limits.put(key, v)));
    return limits;
  }

  private static String log(UnitText text) {
    String output = text.last("StandardOutput");
    return output.startsWith("append:") || output.startsWith("file:")
        ? output.substring(output.indexOf(':') + 1)
        : "";
  }

  /** The unit, then its drop-ins in the order in which systemd reads them. */
  private List<Path> files(String name) {
    int at = name.indexOf('@');
    String template = at < 0 ? name : name.substring(0, at + 1);
    List<Path> files = new ArrayList<>();
    List<Path> folders = folders();
    for (int i = folders.size() - 1; i >= 0 && files.isEmpty(); i--) {
      Path folder = folders.get(i);
      Stream.of(name, template)
          .map(unit -> folder.resolve(unit + SUFFIX))
          .filter(Files::exists)
          .findFirst()
          .ifPresent(files::add);
    }
    Map<String, Path> dropIns = new TreeMap<>();
    for (Path folder : folders) {
      for (String unit : List.of(template, name)) {
        Path dropInFolder = folder.resolve(unit + SUFFIX + ".d");
        names(dropInFolder, "*.conf")
            .forEach(file -> dropIns.put(file, dropInFolder.resolve(file)));
      }
    }
    files.addAll(files.isEmpty() ? List.of() : dropIns.values());
    return files;
  }

  private List<Path> folders() {
    return FOLDERS.stream().map(root::resolve).filter(Files::isDirectory).toList();
  }

  private static List<String> names(Path folder, String pattern) {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
        found.forEach(file -> names.add(file.getFileName().toString()));
      } catch (IOException unreadable) {
        return List.of();
      }
    }
    return names;
  }

  private Path under(String absolute) {
    return absolute.startsWith("/") ? root.resolve(absolute.substring(1)) : root.resolve(absolute);
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
