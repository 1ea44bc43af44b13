package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code lotus chain …}. */
final class ChainCommands {
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  private static final long MIN_STATE_ROOTS = 900;

  private final RpcClient node;
  private final Invocation invocation;
  private final PrintStream out;

  ChainCommands(RpcClient node, Invocation invocation) {
    this.node = node;
    this.invocation = invocation;
    this.out = invocation.out();
  }

  void run(String path) throws IOException {
    switch (path) {
      case "chain head" -> head();
      case "chain list" -> list();
      default -> export();
    }
  }

  private void head() {
    Map<String, Object> head = Json.asObject(node.call("ChainHead"));
    if (invocation.isTrue("height")) {
      out.println(head.get("Height"));
      return;
    }
    for (Object cid : Json.asList(head.get("Cids"))) {
      out.println(Json.asCid(cid));
    }
  }

  private void list() {
    int count = Integer.parseInt(invocation.arguments().value("count").orElse("30"));
    Map<String, Object> head = Json.asObject(node.call("ChainHead"));
    long height = Json.asLong(head.get("Height"));
    String from = invocation.arguments().value("height").orElse(Long.toString(height));
    List<String> lines = new ArrayList<>();
    long at = Long.parseLong(from);
    while (lines.size() < count && at >= 0) {
      Map<String, Object> tipset = Json.asObject(node.call("ChainGetTipSetByHeight", at, null));
      lines.add(0, line(tipset));
      at = Json.asLong(tipset.get("Height")) - 1;
    }
    lines.forEach(out::println);
  }

  private static String line(Map<String, Object> tipset) {
    Map<String, Object> block = Json.asObject(Json.asList(tipset.get("Blocks")).get(0));
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Json.asLong(block.get("Timestamp")), 0, ZoneOffset.UTC);
    StringBuilder line = new StringBuilder().append(tipset.get("Height")).append(": (");
    line.append(MONTHS[time.getMonthValue() - 1])
        .append(time.getDayOfMonth() < 10 ? "  " : " ")
        .append(time.getDayOfMonth());
    line.append(' ')
        .append(two(time.getHour()))
        .append(':')
        .append(two(time.getMinute()))
        .append(':')
        .append(two(time.getSecond()));
    line.append(") [ ").append(Json.asCid(Json.asList(tipset.get("Cids")).get(0)));
    return line.append(": ").append(block.get("Miner")).append(", ]").toString();
  }

  private static String two(int value) {
    return value < 10 ? "0" + value : Integer.toString(value);
  }

  /**
   * Lotus demands at least 900 state roots, with a message that says "greater". Without that option
   * it brings no state but genesis', since the rest follows from the messages; here, where the
   * network decrees things besides, all of them come along.
   */
  private void export() throws IOException {
    Path file = Path.of(invocation.arguments().only()).toAbsolutePath();
    Optional<String> given = invocation.arguments().value("recent-stateroots");
    long roots = Long.parseLong(given.orElse("0"));
    boolean skipOld = invocation.isTrue("skip-old-msgs");
    if (given.isPresent() && roots < MIN_STATE_ROOTS) {
      throw new CliException("\"recent-stateroots\" has to be greater than " + MIN_STATE_ROOTS);
    }
    try {
      Files.write(file, new byte[0]);
    } catch (NoSuchFileException e) {
      throw new CliException(
          "open " + invocation.arguments().only() + ": no such file or directory");
    }
    long height = height(invocation.arguments().value("tipset").orElse("@head"));
    if (roots == 0 && skipOld) {
      throw new CliException("must pass recent stateroots along with skip-old-msgs");
    }
    long states = roots == 0 ? Long.MAX_VALUE : roots;
    try (OutputStream out = Files.newOutputStream(file)) {
      node.atVersion("v1").stream(out, "RehearsalExport", height, states, skipOld);
    } catch (FileSystemException e) {
      throw new CliException("open " + file + ": " + inGo(e.getReason()));
    } catch (IOException e) {
      throw new CliException("write " + file + ": " + inGo(e.getMessage()));
    }
  }

  private static String inGo(String error) {
    return String.valueOf(error).toLowerCase(Locale.ROOT);
  }

  /** Of a tipset that is named by its height; other names are not known here. */
  private long height(String tipset) {
    if (tipset.equals("@head")) {
      return Json.asLong(Json.asObject(node.call("ChainHead")).get("Height"));
    }
    if (!tipset.matches("@\\d{1,18}")) {
      throw new CliException("parsing height tipset ref: invalid syntax: \"" + tipset + '"');
    }
    long wanted = Long.parseLong(tipset.substring(1));
    return Json.asLong(
        Json.asObject(node.call("ChainGetTipSetByHeight", wanted, null)).get("Height"));
  }
}
