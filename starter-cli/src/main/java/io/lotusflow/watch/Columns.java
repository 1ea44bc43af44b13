package io.lotusflow.watch;

import java.util.ArrayList;
import java.util.List;

/** Text in the columns of a terminal, where a Chinese character takes two. */
public final class Columns {

  private static final String MORE = "…";

  /** Behind a space or a Chinese character, but not before what ends a clause. */
  private static final String BREAK = "(?<=[ \\p{IsHan}，。；：、）])(?![，。；：、） ])";

  private Columns() {}

  public static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  /** Cut or filled up with spaces to exactly that width. */
  public static String fit(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - width(cut));
  }

  /** As {@link #fit}, aligned to the right. */
  public static String right(String text, int columns) {
    String cut = cut(text, columns);
    return " ".repeat(columns - width(cut)) + cut;
  }

  /** No wider than that; what was cut off is shown by an ellipsis. */
  public static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int left = columns - 1;
    for (int point : text.codePoints().toArray()) {
      left -= width(point);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return columns <= 0 ? "" : kept + MORE;
  }

  /**
   * The same in lines no wider than that, broken at spaces and between Chinese characters. A word
   * that is wider stays whole.
   */
  public static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String piece : text.split(BREAK, -1)) {
      if (!line.isEmpty() && width(line + piece.stripTrailing()) > columns) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(piece);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  private static int width(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  /** East Asian wide and fullwidth forms, as Unicode's EastAsianWidth.txt has them. */
  private static boolean isWide(int point) {
    return point >= 0x1100
        && (point <= 0x115f
            || (point >= 0x2e80 && point <= 0xa4cf && point != 0x303f)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0xffe0 && point <= 0xffe6)
            || (point >= 0x1f300 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd));
  }
}
