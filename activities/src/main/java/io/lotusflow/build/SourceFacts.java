package io.lotusflow.build;

import io.lotusflow.lotus.LotusVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Lotus' sources say about themselves. Each has moved over the years; all places are read.
 *
 * @param files the text of a file by its path; empty for one that is not there
 */
record SourceFacts(UnaryOperator<String> files) {
  private static final Pattern GO_MOD = Pattern.compile("(?m)^go (\\d+(?:\\.\\d+)+)");

  /** Until v1.16: {@code expr $(GOVERSION) \< 14} or {@code … \< 1016000}. */
  private static final Pattern MAKEFILE_GO =
      Pattern.compile("expr \\$\\(GOVERSION\\) \\\\< (\\d+)");

  private static final Pattern CHANNEL = Pattern.compile("(?m)^\\s*channel\\s*=\\s*\"([^\"]+)\"");
  private static final Pattern BUILD_VERSION =
      Pattern.compile("BuildVersion\\s*(?:string)?\\s*=\\s*\"v?(\\d+\\.\\d+\\.\\d+)");
  private static final Pattern RULE = Pattern.compile("(?m)^([A-Za-z0-9][A-Za-z0-9 ._-]*):(?!=)");
  private static final int MILLION = 1_000_000;

  /** Such as {@code 1.25.7}; empty where the source does not say. */
  String goMinimum() {
    String file = text("GO_VERSION_MIN").strip();
    if (!file.isEmpty()) {
      return file;
    }
    String module = first(GO_MOD, text("go.mod")).orElse("");
    String makefile =
        first(MAKEFILE_GO, text("Makefile")).map(SourceFacts::goFromMakefile).orElse("");
    if (module.isEmpty() || makefile.isEmpty()) {
      return module + makefile;
    }
    return GoVersion.parse(module).compareTo(GoVersion.parse(makefile)) < 0 ? makefile : module;
  }

  private static String goFromMakefile(String digits) {
    int number = Integer.parseInt(digits);
    return number < MILLION
        ? "1." + number
        : number / MILLION + "." + number / 1000 % 1000 + "." + number % 1000;
  }

  /** The toolchain that filecoin-ffi pins, such as {@code 1.94.0}; empty where it pins none. */
  String rustToolchain() {
    String folder = "extern/filecoin-ffi/rust/";
    String toml = text(folder + "rust-toolchain.toml");
    String either = toml.isEmpty() ? text(folder + "rust-toolchain") : toml;
    return first(CHANNEL, either).orElseGet(() -> either.contains("[") ? "" : either.strip());
  }

  /** The release, as the source names it; empty for a source that does not. */
  Optional<LotusVersion> version() {
    return List.of("build/version.go", "build/buildconstants/version.go").stream()
        .map(file -> first(BUILD_VERSION, text(file)))
        .flatMap(Optional::stream)
        .map(LotusVersion::parse)
        .findFirst();
  }

  /** What make can be asked for by name. */
  Set<String> makeTargets() {
    Set<String> targets = new TreeSet<>();
    RULE.matcher(text("Makefile"))
        .results()
        .forEach(rule -> targets.addAll(List.of(rule.group(1).strip().split("\\s+", -1))));
    return targets;
  }

  /** Of what is checked out. */
  static SourceFacts of(Path tree) {
    return new SourceFacts(
        file -> {
          try {
            Path path = tree.resolve(file);
            return Files.isRegularFile(path) ? Files.readString(path) : "";
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private String text(String file) {
    return files.apply(file);
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
