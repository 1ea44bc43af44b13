package io.lotusflow.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Times as horizontal bars, one below the other for each run, in SVG. Each panel has a scale of its
 * own: from a hundredth of a second to hours no common one shows anything.
 *
 * @param title empty where the page around it has one
 * @param scale a line below the title that says so
 * @param runs the first is the one that is shown
 */
public record BarChart(String title, String scale, List<Run> runs, List<Panel> panels) {

  /** Whose bars these are; each kind has its colour, whichever of them there are. */
  public enum Kind {
    SHOWN("#1f6f8b"),
    BEFORE("#e0a458"),
    REFERENCE("#c3ccd5");

    private final String colour;

    Kind(String colour) {
      this.colour = colour;
    }
  }

  /** A run, as the legend names it. */
  public record Run(Kind kind, String name) {}

  /** Stages that are compared with each other. */
  public record Panel(String title, List<Row> rows) {
    public Panel {
      rows = List.copyOf(rows);
    }

    private long longest() {
      return rows.stream()
          .flatMap(row -> row.times().stream())
          .flatMap(Optional::stream)
          .mapToLong(Duration::toNanos)
          .max()
          .orElse(1);
    }
  }

  /** A stage, and its time in each run. */
  public record Row(String label, List<Optional<Duration>> times) {
    public Row {
      times = List.copyOf(times);
    }
  }

  private static final int WIDTH = 920;
  private static final int LABELS = 210;
  private static final int BARS = 590;
  private static final int THICK = 14;
  private static final int THIN = 8;
  private static final int GAP = 12;
  private static final int TITLE = 28;
  private static final int LEGEND = 46;
  private static final int MARGIN = 12;
  private static final int PANEL = 42;

  private static final String INK = "#1c2733";
  private static final String PALE = "#51606e";

  public BarChart {
    runs = List.copyOf(runs);
    panels = List.copyOf(panels);
  }

  /** A whole document, that a page can hold as well. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    int legend = title.isEmpty() ? 0 : TITLE;
    int y = legend + LEGEND;
    for (Panel panel : panels) {
      y = panel(svg, panel, y);
    }
    int width = WIDTH + 2 * MARGIN;
    int height = y + 2 * MARGIN;
    String named = title.isEmpty() ? "" : text(0, 20, 18, INK, "font-weight=\"600\"", title);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="%d %d %d %d" width="%d" height="%d" role="img"
      font-family="system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif">
    <rect x="%d" y="%d" width="100%%" height="100%%" fill="#ffffff"/>
    """
            .formatted(-MARGIN, -MARGIN, width, height, width, height, -MARGIN, -MARGIN)
        + named
        + text(0, legend + 14, 12, PALE, "", scale)
        + legend(legend + 26)
        + svg
        + "</svg>\n";
  }

  private String legend(int y) {
    StringBuilder legend = new StringBuilder();
    int x = LABELS;
    for (int i = 0; i < runs.size(); i++) {
      legend.append(bar(x, y, 12, 12, runs.get(i).kind().colour));
      legend.append(text(x + 18, y + 10, 12, INK, "", runs.get(i).name()));
      x += 40 + 9 * width(runs.get(i).name());
    }
    return legend.toString();
  }

  /** In Latin letters; others are twice as wide. */
  private static int width(String words) {
    return words.codePoints().map(c -> c >= 0x2e80 ? 2 : 1).sum();
  }

  private int panel(StringBuilder svg, Panel panel, int top) {
    svg.append(text(0, top + PANEL - 14, 14, INK, "font-weight=\"600\"", panel.title()));
    int y = top + PANEL;
    for (Row row : panel.rows()) {
      y = row(svg, row, panel.longest(), y) + GAP;
    }
    return y;
  }

  private int row(StringBuilder svg, Row row, long longest, int top) {
    int y = top;
    svg.append(text(LABELS - 12, y + 12, 13, INK, "text-anchor=\"end\"", row.label()));
    for (int i = 0; i < row.times().size(); i++) {
      int thick = i == 0 ? THICK : THIN;
      Optional<Duration> time = row.times().get(i);
      if (time.isPresent()) {
        int length = (int) Math.max(2, BARS * (double) time.get().toNanos() / longest);
        svg.append(bar(LABELS, y, length, thick, runs.get(i).kind().colour));
        if (i == 0) {
          String shown = ShownTime.of(time.get());
          svg.append(text(LABELS + length + 8, y + 12, 13, INK, "", shown));
        }
      }
      y += thick + 2;
    }
    return y;
  }

  private static String bar(int x, int y, int length, int thick, String colour) {
    return "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\" fill=\"%s\"/>%n"
        .formatted(x, y, length, thick, colour);
  }

  private static String text(int x, int y, int size, String colour, String more, String words) {
    return "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\" %s>%s</text>%n"
        .formatted(x, y, size, colour, more, escaped(words));
  }

  /** Fit for XML and HTML. */
  public static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
