package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Living;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an install left, looked at with the installed programs themselves; shares no code with what
 * it judges.
 */
record Installation(Path folder) {

  /** Miners that the rehearsal network is born with. */
  static final int GENESIS_MINERS = 1;

  private static final Pattern ADDRESS = Pattern.compile("^[tf][0-9][a-z0-9]+", Pattern.MULTILINE);
  private static final Pattern STORAGE_ID =
      Pattern.compile("(?m)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}:");

  List<String> minersOnChain() {
    return found(ADDRESS, program("lotus", "state", "list-miners"));
  }

  List<String> wallets() {
    return found(ADDRESS, program("lotus", "wallet", "list"));
  }

  List<String> storagePaths() {
    return found(STORAGE_ID, program("lotus-miner", "storage", "list", "--color=false"));
  }

  long height() {
    return Long.parseLong(program("lotus", "chain", "head", "--height").strip());
  }

  /** All that can be compared with another install. */
  EndState endState() {
    Sameness same = new Sameness(folder);
    EndState.Facts facts = new EndState.Facts();
    for (String binary : names("opt/current/bin")) {
      facts.add("version of " + binary, same.of(program(binary, "--version").strip()));
    }
    for (String config :
        List.of(
            "daemon/config.toml",
            "miner/config.toml",
            "miner/storage.json",
            "seal/sectorstore.json",
            "store/sectorstore.json")) {
      facts.add(config, same.of(text(config)));
    }
    for (String service : names("../services")) {
      facts.add("service " + service, same.of(text("../services/" + service + "/service.json")));
    }
    return facts
        .add("link", same.of(link("opt/current")))
        .add("files", same.of(String.join("\n", files())))
        .add("edited sources", git("status", "--porcelain"))
        .add("tag of the sources", git("describe", "--tags"))
        .add("running", same.of(String.join("\n", running())))
        .add("miners on chain", minersOnChain().size())
        .add("wallets", wallets().size())
        .add("storage paths", storagePaths().size())
        .add("keys backed up", wallets().stream().sorted().toList().equals(backedUp()))
        .add("chain moves", moves())
        .done();
  }

  /** Programs of the suite that run for good. */
  private List<String> running() {
    return Living.of(Living.all(), folder.toString()).stream()
        .map(Living::commandLine)
        .filter(line -> line.matches(".*(Main (daemon|run)|SiteMain) ?.*|.*-supervisor.sh .*"))
        .map(line -> line.replaceAll("^.*?(\\S+-supervisor.sh|\\S+Main) ", "$1 "))
        .map(line -> line.replaceAll("\\S+/[0-9a-f]+-supervisor.sh", "supervisor.sh"))
        .sorted()
        .toList();
  }

  /** Names of all files that an install makes and nothing changes afterwards. */
  private List<String> files() {
    List<String> found = new ArrayList<>(names("."));
    for (String part :
        List.of(
            "opt",
            "toolchain",
            "parameters",
            "downloads",
            "tmp",
            "key-backup",
            "seal",
            "store",
            "parents")) {
      found.addAll(filesBelow(part));
    }
    found.addAll(names("daemon"));
    found.addAll(names("miner"));
    return found.stream()
        .filter(name -> !name.matches("toolchain/go(cache|-telemetry)/.*"))
        // What an init that was killed had begun is kept aside, as it may hold keys.
        .filter(name -> !name.matches("miner\\.unfinished-\\d+T\\d+"))
        .toList();
  }

  private List<String> filesBelow(String part) {
    try (Stream<Path> all = Files.walk(folder.resolve(part))) {
      return all.map(file -> folder.relativize(file).toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names(String part) {
    try (Stream<Path> all = Files.list(folder.resolve(part))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".scripts"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String link(String link) {
    try {
      return Files.readSymbolicLink(folder.resolve(link)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> backedUp() {
    return names("key-backup").stream()
        .filter(name -> name.endsWith(".key"))
        .map(name -> name.replace(".key", ""))
        .toList();
  }

  private boolean moves() {
    long before = height();
    await().atMost(Duration.ofSeconds(30)).until(() -> height() > before);
    return true;
  }

  private String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.resolve("src").toString()));
    command.addAll(List.of(arguments));
    return run(command).strip();
  }

  List<Path> keyBackups() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("key-backup"))) {
      return files.filter(file -> file.toString().endsWith(".key")).toList();
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group()).toList();
  }

  private String program(String name, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(folder.resolve("opt/current/bin").resolve(name).toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private String run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LOTUS_PATH", folder.resolve("daemon").toString());
      builder.environment().put("LOTUS_MINER_PATH", folder.resolve("miner").toString());
      Path errors = Files.createTempFile("errors", ".txt");
      builder.redirectError(errors.toFile());
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s: %s", command, Files.readString(errors)).isZero();
      Files.delete(errors);
      return out;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
