package io.lotusflow.run;

/** What a workflow or an activity is started with: a record that says exactly what will be done. */
public interface Plan {
  Scope scope();

  /** What of the node it is about, for the end of the workflow's id; empty for the node itself. */
  default String part() {
    return "";
  }

  /**
   * Whether one that runs already is only the same if it was asked for in the same words: nobody
   * must believe that his amount is withdrawn while another one is.
   */
  default boolean wantsTheSameWords() {
    return false;
  }
}
