package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  String version() {
    return program("lotus", "--version").strip();
  }

  /** Admin tokens and private keys, as Lotus keeps them. */
  List<String> secrets() throws IOException {
    List<String> secrets = new ArrayList<>();
    secrets.add(Files.readString(folder.resolve("daemon/token")).strip());
    secrets.add(Files.readString(folder.resolve("miner/token")).strip());
    for (Path key : keyBackups()) {
      secrets.add(Files.readString(key).strip());
    }
    return secrets;
  }

  List<Path> keyBackups() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("key-backup"))) {
      return files.filter(file -> file.toString().endsWith(".key")).toList();
    }
  }

  /** Where Lotus itself, or the operator's backup, keeps them on purpose. */
  boolean mayHoldSecrets(Path file) {
    return Stream.of("daemon", "miner", "key-backup")
        .anyMatch(part -> file.startsWith(folder.resolve(part)));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group()).toList();
  }

  private String program(String name, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(folder.resolve("opt/current/bin").resolve(name).toString()));
    command.addAll(List.of(arguments));
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
