package io.lotusflow.run;

import io.temporal.workflow.WorkflowLocal;
import java.util.function.Consumer;

/** What a run without an end shows in the UI in place of its steps, which are always the same. */
public final class Overview {

  private static final WorkflowLocal<Consumer<String>> CURRENT = new WorkflowLocal<>();

  private Overview() {}

  static void shownBy(Consumer<String> table) {
    CURRENT.set(table);
  }

  /** Stands until the next one. */
  public static void show(String markdown) {
    CURRENT.get().accept(markdown);
  }
}
