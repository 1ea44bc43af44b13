package io.lotusflow.doctor;

import io.lotusflow.adopt.FoundService;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.EnvironmentNames;
import io.lotusflow.lotus.EnvironmentNames.Ignored;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Descriptors, memory and variables of a process, as the kernel tells them. */
final class ProcessLook {
  private static final long SHARE = 80;
  private static final long LITTLE_MEMORY = 32L << 30;

  private final Path root;
  private final Words words;

  /**
   * @param root {@code /}, or what stands for it in a test
   */
  ProcessLook(Path root, Words words) {
    this.root = root;
    this.words = words;
  }

  List<Finding> look(String unit, long pid, boolean needsMuch) {
    List<Finding> findings = new ArrayList<>();
    descriptors(unit, pid).ifPresent(findings::add);
    memory(unit, pid, needsMuch).ifPresent(findings::add);
    return findings;
  }

  private Optional<Finding> descriptors(String unit, long pid) {
    OptionalLong open = count(root.resolve("proc/" + pid + "/fd"));
    OptionalLong limit = softLimit(pid);
    if (open.isEmpty() || limit.isEmpty()) {
      return Optional.empty();
    }
    boolean many = open.getAsLong() * 100 > limit.getAsLong() * SHARE;
    return Optional.of(
        many
            ? words.warning(
                "descriptors", "descriptors.many", unit, open.getAsLong(), limit.getAsLong())
            : words.ok("descriptors", unit, open.getAsLong(), limit.getAsLong()));
  }

  private OptionalLong softLimit(long pid) {
    return lines(root.resolve("proc/" + pid + "/limits"))
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.substring("Max open files".length()).strip().split("\\s+", -1)[0])
        .mapToLong(
            limit -> limit.equals("unlimited") ? Long.MAX_VALUE / 100 : Long.parseLong(limit))
        .findFirst();
  }

  /** Of the control group it is in, which has more than the process: caches that may be thrown. */
  private Optional<Finding> memory(String unit, long pid, boolean needsMuch) {
    // The group at the top has no such file: what is in it is limited by nothing.
    Optional<Path> group =
        group(pid).filter(folder -> Files.isReadable(folder.resolve("memory.current")));
    if (group.isEmpty()) {
      return Optional.empty();
    }
    long used = number(group.get().resolve("memory.current"));
    long most = Math.min(limit(group.get(), "memory.max"), limit(group.get(), "memory.high"));
    long killed =
        lines(group.get().resolve("memory.events"))
            .filter(line -> line.startsWith("oom_kill "))
            .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length()).strip()))
            .sum();
    String shownMost = most == Long.MAX_VALUE ? "∞" : new ByteSize(most).toString();
    if (killed > 0) {
      return Optional.of(words.refuse("memory", "memory.killed", unit, killed, shownMost));
    }
    if (needsMuch && most < LITTLE_MEMORY) {
      return Optional.of(
          words.warning("memory", "memory.limit", unit, shownMost, new ByteSize(LITTLE_MEMORY)));
    }
    return Optional.of(words.ok("memory", unit, new ByteSize(used), shownMost));
  }

  private Optional<Path> group(long pid) {
    return lines(root.resolve("proc/" + pid + "/cgroup"))
        .filter(line -> line.startsWith("0::/"))
        .map(line -> root.resolve("sys/fs/cgroup").resolve(line.substring("0::/".length())))
        .findFirst();
  }

  private static long limit(Path group, String file) {
    return lines(group.resolve(file))
        .map(String::strip)
        .filter(text -> text.matches("\\d+"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private static long number(Path file) {
    return lines(file).map(String::strip).mapToLong(Long::parseLong).findFirst().orElse(0);
  }

  /** Of a process as it runs: units may have been changed since. */
  List<Finding> variables(FoundService service, LotusVersion version) {
    List<Finding> findings = new ArrayList<>();
    for (String name : service.environment().open().keySet().stream().sorted().toList()) {
      Optional<Ignored> dead = EnvironmentNames.ignoredBy(version, name);
      if (dead.isPresent()) {
        String instead = dead.get().instead().isEmpty() ? "-" : dead.get().instead();
        findings.add(
            words.warning("variables", "variables.dead", service.name(), name, version, instead));
      } else {
        EnvironmentNames.meant(name)
            .ifPresent(
                meant ->
                    findings.add(
                        words.warning(
                            "variables", "variables.misspelt", service.name(), name, meant)));
      }
    }
    return findings.isEmpty() ? List.of(words.ok("variables", service.name())) : findings;
  }

  private static OptionalLong count(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return OptionalLong.of(entries.count());
    } catch (IOException notOurs) {
      return OptionalLong.empty();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException absent) {
      return Stream.empty();
    }
  }
}
