package io.lotusflow.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;

/** Every command there is, as it is typed after {@code lotusflow}: {@code snapshot import}. */
public final class CommandNames {

  private CommandNames() {}

  public static Set<String> all() {
    Set<String> names = new TreeSet<>();
    collect("", Commands.of(SessionOf.nobody(Path.of("/nobody")), List.of()), names);
    return names;
  }

  private static void collect(String before, CommandLine command, Set<String> names) {
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              names.add(before + name);
              collect(before + name + ' ', sub, names);
            });
  }
}
