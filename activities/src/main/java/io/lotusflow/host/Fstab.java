package io.lotusflow.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code /etc/fstab}, in which we own one marked block. */
record Fstab(List<String> lines) {
  private static final String BEGIN = "# >>> lotusflow swap";
  private static final String END = "# <<< lotusflow swap";

  Fstab {
    lines = List.copyOf(lines);
  }

  static Fstab read(Path file) {
    try {
      return new Fstab(Files.exists(file) ? Files.readAllLines(file) : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In our block or in a line of the operator's own. */
  boolean mentions(Path swap) {
    return lines.stream().anyMatch(line -> isFor(line, swap));
  }

  boolean hasOurs(Path swap) {
    int begin = lines.indexOf(BEGIN);
    return begin >= 0 && begin + 1 < lines.size() && isFor(lines.get(begin + 1), swap);
  }

  /** {@code nofail}: a machine comes up without its swap rather than not at all. */
  Fstab with(Path swap, int priority) {
    List<String> all = new ArrayList<>(without().lines);
    all.add(BEGIN);
    all.add(
        swap.toString().replace(" ", "\\040") + " none swap sw,nofail,pri=" + priority + " 0 0");
    all.add(END);
    return new Fstab(all);
  }

  Fstab without() {
    int begin = lines.indexOf(BEGIN);
    int end = lines.indexOf(END);
    if (begin < 0 || end < begin) {
      return this;
    }
    List<String> rest = new ArrayList<>(lines.subList(0, begin));
    rest.addAll(lines.subList(end + 1, lines.size()));
    return new Fstab(rest);
  }

  private static boolean isFor(String line, Path swap) {
    String[] fields = line.strip().split("\\s+", -1);
    return fields.length > 2
        && fields[0].equals(swap.toString().replace(" ", "\\040"))
        && line.contains("swap");
  }
}
