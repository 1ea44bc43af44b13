package io.lotusflow.adopt;

import io.lotusflow.adopt.LotusProgram.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks through {@code /proc} for processes of the suite. */
final class ProcessTable {
  private static final String GONE = " (deleted)";
  private static final String SUPERVISED = "LOTUSFLOW_SERVICE";
  private static final Pattern UNIT =
      Pattern.compile("(?m)^\\d+:[^:]*:.*/([^/]+)\\.service(/.*)?$");
  private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s+(\\d+)");
  private static final Pattern PARENT = Pattern.compile("(?m)^PPid:\\s+(\\d+)");

  private final Path proc;
  private final Accounts accounts;

  ProcessTable(Path proc, Accounts accounts) {
    this.proc = proc;
    this.accounts = accounts;
  }

  /** By number. What is another user's and cannot be read is left out. */
  List<RunningProgram> read() {
    List<RunningProgram> all = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        read(process).ifPresent(all::add);
      }
    } catch (IOException e) {
      return List.of();
    }
    all.sort(Comparator.comparing(RunningProgram::pid));
    return withoutWrappers(all);
  }

  private Optional<RunningProgram> read(Path process) {
    List<String> argv = split(text(process.resolve("cmdline")));
    Map<String, String> variables = new LinkedHashMap<>();
    split(text(process.resolve("environ"))).stream()
        .map(entry -> entry.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> variables.put(pair[0], pair[1]));
    String supervision = variables.getOrDefault(SUPERVISED, "");
    Optional<Invocation> invocation =
        Invocation.in(argv).or(() -> supervised(supervision, process));
    return invocation.map(
        found -> program(process, found, Surroundings.of(variables), supervision));
  }

  /** A program may hide behind an interpreter; its supervisor's own note says which it is. */
  private static Optional<Invocation> supervised(String folder, Path process) {
    String pid = process.getFileName().toString();
    boolean isIt = !folder.isEmpty() && text(Path.of(folder, "program")).startsWith(pid + ' ');
    return isIt
        ? SupervisedUnits.read(Path.of(folder)).flatMap(unit -> Invocation.in(unit.command()))
        : Optional.empty();
  }

  private RunningProgram program(
      Path process, Invocation found, Surroundings environment, String supervision) {
    Path exe = process.resolve("exe");
    String target = link(exe);
    boolean replaced =
        target.endsWith(GONE)
            && target
                .substring(0, target.length() - GONE.length())
                .endsWith('/' + found.program().file());
    String status = text(process.resolve("status"));
    String uid = first(UID, status);
    String home = environment.value("HOME").orElseGet(() -> accounts.home(uid));
    return new RunningProgram(
        found.program(),
        Long.parseLong(process.getFileName().toString()),
        replaced ? exe : binary(found, target, process),
        replaced,
        found.arguments(),
        environment,
        home,
        accounts.name(uid),
        supervision.isEmpty() ? first(UNIT, text(process.resolve("cgroup"))) : "",
        supervision);
  }

  /** The name it was called by may be relative, or found on a path: the link is not. */
  private static Path binary(Invocation found, String exe, Path process) {
    if (exe.endsWith('/' + found.program().file())) {
      return found.binary().isAbsolute() ? found.binary() : Path.of(exe);
    }
    if (found.binary().isAbsolute()) {
      return found.binary();
    }
    return Path.of(link(process.resolve("cwd"))).resolve(found.binary()).normalize();
  }

  /** A shell or {@code sudo} that has the same words in its arguments is not the program. */
  private List<RunningProgram> withoutWrappers(List<RunningProgram> all) {
    return all.stream()
        .filter(one -> all.stream().noneMatch(other -> isParentOf(one, other)))
        .toList();
  }

  private boolean isParentOf(RunningProgram one, RunningProgram other) {
    return one.program() == other.program()
        && first(PARENT, text(proc.resolve(other.pid() + "/status")))
            .equals(Long.toString(one.pid()));
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  private static List<String> split(String zeroEnded) {
    return Stream.of(zeroEnded.split("\0", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static String link(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException goneOrNotOurs) {
      return "";
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException goneOrNotOurs) {
      return "";
    }
  }
}
