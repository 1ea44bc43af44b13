package io.lotusflow.watch;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** The table of a run, drawn over itself again and again. */
public final class LiveTable implements RunDisplay {

  private final PrintWriter out;
  private final RunTable table;
  private final int rows;
  private int drawn;

  /**
   * @param rows height of the terminal: of a longer table only the end is shown, since what was
   *     scrolled away cannot be drawn again
   */
  public LiveTable(PrintWriter out, RunTable table, int rows) {
    this.out = out;
    this.table = table;
    this.rows = rows;
  }

  @Override
  public void show(RunView run) {
    List<String> all = table.lines(run, Instant.now());
    List<String> lines = all.subList(Math.max(0, all.size() - rows + 1), all.size());
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    lines.forEach(line -> frame.append("\r\u001b[2K").append(line).append('\n'));
    frame.append("\u001b[J");
    out.print(frame);
    out.flush();
    drawn = lines.size();
  }

  @Override
  public void end() {
    out.flush();
  }
}
