package io.lotusflow.rehearsal.suite.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of one program, read from a text: a line {@code path | summary | arguments} for each
 * command or group, each followed by indented lines {@code --flag, -f value | what it does
 * (default: …)}. A flag whose name is followed by a word takes a value. The text is data rather
 * than a class per command, because each class would cost every call some start-up time.
 */
public final class Commands {
  private final String program;
  private final List<Entry> entries = new ArrayList<>();

  record Entry(String path, String summary, String arguments, List<Option> options) {}

  record Option(List<String> names, boolean takesValue, String label, String help) {}

  public Commands(String program, String text) {
    this.program = program;
    int from = 0;
    while (from < text.length()) {
      int to = text.indexOf('\n', from);
      int end = to < 0 ? text.length() : to;
      add(text.substring(from, end));
      from = end + 1;
    }
  }

  private void add(String line) {
    if (line.isBlank()) {
      return;
    }
    int bar = line.indexOf('|');
    String head = line.substring(0, bar).strip();
    String rest = line.substring(bar + 1).strip();
    if (line.charAt(0) == ' ') {
      entries.get(entries.size() - 1).options().add(option(head, rest));
    } else {
      int second = rest.indexOf('|');
      String summary = second < 0 ? rest : rest.substring(0, second).strip();
      String arguments = second < 0 ? "" : rest.substring(second + 1).strip();
      entries.add(new Entry(head, summary, arguments, new ArrayList<>()));
    }
  }

  private static Option option(String label, String help) {
    List<String> names = new ArrayList<>();
    boolean takesValue = false;
    int from = 0;
    while (from < label.length()) {
      int space = label.indexOf(' ', from);
      int end = space < 0 ? label.length() : space;
      String word = label.substring(from, end).replace(",", "");
      if (word.startsWith("-")) {
        names.add(word.substring(word.startsWith("--") ? 2 : 1));
      } else {
        takesValue = true;
      }
      from = end + 1;
    }
    return new Option(names, takesValue, label, help);
  }

  Optional<Entry> find(String path) {
    for (Entry entry : entries) {
      if (entry.path().equals(path)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  List<Entry> children(String path) {
    List<Entry> children = new ArrayList<>();
    String prefix = path.isEmpty() ? "" : path + " ";
    for (Entry entry : entries) {
      String below = entry.path().startsWith(prefix) ? entry.path().substring(prefix.length()) : "";
      if (!below.isEmpty() && below.indexOf(' ') < 0) {
        children.add(entry);
      }
    }
    return children;
  }

  void printHelp(PrintStream out, Entry entry) {
    String name = entry.path().isEmpty() ? program : program + " " + entry.path();
    List<Entry> children = children(entry.path());
    out.print("NAME:\n   " + name + " - " + entry.summary() + "\n\nUSAGE:\n   " + name);
    out.print(entry.path().isEmpty() ? " [global options] command" : "");
    out.print(
        " [command options]"
            + (isPlain(entry.arguments()) ? "" : " " + entry.arguments())
            + "\n\nCOMMANDS:\n");
    int width = "help, h".length();
    for (Entry child : children) {
      width = Math.max(width, lastWord(child.path()).length());
    }
    for (Entry child : children) {
      out.print("   " + pad(lastWord(child.path()), width) + "  " + child.summary() + "\n");
    }
    out.print(
        "   "
            + pad("help, h", width)
            + "  Shows a list of commands or help for one command\n\nOPTIONS:\n");
    printOptions(out, entry);
  }

  private static void printOptions(PrintStream out, Entry entry) {
    int width = "--help, -h".length();
    for (Option option : entry.options()) {
      width = Math.max(width, option.label().length());
    }
    for (Option option : entry.options()) {
      out.print("   " + pad(option.label(), width) + "  " + option.help() + "\n");
    }
    out.print("   " + pad("--help, -h", width) + "  show help\n");
  }

  private static boolean isPlain(String arguments) {
    return arguments.isEmpty() || arguments.equals("-");
  }

  private static String lastWord(String path) {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
