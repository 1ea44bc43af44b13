package io.lotusflow.adopt;

import io.lotusflow.build.FoundVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs by their versions, and what that means for {@code [build]}. */
final class FoundPrograms {
  private static final Pattern OUR_LAYOUT = Pattern.compile("(/.+)/versions/[^/]+/bin/[^/]+");
  private static final Pattern RELEASE = Pattern.compile("(\\d+\\.\\d+\\.\\d+(?:-rc\\d+)?).*");
  private static final List<String> SUITE =
      List.of("lotus", "lotus-miner", "lotus-worker", "lotus-bench", "lotus-shed");

  private final Draft draft;
  private final Function<Path, Optional<String>> labels;

  /**
   * @param labels what a program says it is
   */
  FoundPrograms(Draft draft, Function<Path, Optional<String>> labels) {
    this.draft = draft;
    this.labels = labels;
  }

  /** The daemon's version first. */
  List<FoundVersion> of(List<FoundService> chosen) {
    Map<String, Map<String, Path>> byLabel = new LinkedHashMap<>();
    Set<Path> seen = new HashSet<>();
    for (FoundService service : chosen) {
      Path own = real(service.binary());
      Path folder = service.binary().toAbsolutePath().getParent();
      Stream.concat(Stream.of(own), SUITE.stream().map(folder::resolve).map(FoundPrograms::real))
          .filter(Files::isExecutable)
          .filter(seen::add)
          .forEach(program -> add(byLabel, program, service, own));
      service
          .process()
          .filter(RunningProgram::replaced)
          .ifPresent(running -> add(byLabel, running.binary(), service, running.binary()));
      prefix(own, service.binary());
    }
    List<FoundVersion> versions =
        byLabel.entrySet().stream()
            .map(version -> new FoundVersion(version.getKey(), version.getValue()))
            .toList();
    boolean replaced =
        chosen.stream().flatMap(s -> s.process().stream()).anyMatch(RunningProgram::replaced);
    if (versions.size() > 1 && !replaced) {
      draft.remark(
          "versions-differ",
          versions.stream().map(FoundVersion::label).collect(Collectors.joining(", ")));
    }
    versions.stream().findFirst().ifPresent(this::ref);
    return versions;
  }

  private void add(
      Map<String, Map<String, Path>> byLabel, Path program, FoundService service, Path own) {
    Optional<String> label = labels.apply(program);
    label.ifPresentOrElse(
        text ->
            byLabel
                .computeIfAbsent(text, unknown -> new TreeMap<>())
                .putIfAbsent(
                    program.equals(own) ? service.program().file() : name(program), program),
        () -> draft.remark("unlabelled", program));
  }

  private static String name(Path program) {
    return program.getFileName().toString();
  }

  private static Path real(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException gone) {
      return program;
    }
  }

  /** What lies as we lay it is ours to switch; elsewhere nothing is linked. */
  private void prefix(Path program, Path called) {
    Matcher layout = OUR_LAYOUT.matcher(program.toString());
    if (layout.matches()) {
      draft.put("build.prefix", layout.group(1));
    }
    boolean linked = layout.matches() && !called.startsWith(layout.group(1));
    draft.put("build.links", linked ? String.valueOf(called.getParent()) : "");
    if (!layout.matches()) {
      draft.remark("links", called);
    }
  }

  private void ref(FoundVersion version) {
    Matcher release = RELEASE.matcher(version.label());
    if (release.matches()) {
      draft.put("build.ref", "v" + release.group(1));
    }
  }
}
