package io.lotusflow.run;

import java.util.List;

/** What a workflow or an activity is started with: a record that says exactly what will be done. */
public interface Plan {
  Scope scope();

  /** What of the node it is about, for the end of the workflow's id; empty for the node itself. */
  default String part() {
    return "";
  }

  /** Whose workers have steps of it; all of them have to be there some time. */
  default List<HostId> hostsAtWork() {
    return List.of(scope().host());
  }

  /**
   * Whether one that runs already is only the same if it was asked for in the same words: nobody
   * must believe that his amount is withdrawn while another one is.
   */
  default boolean wantsTheSameWords() {
    return false;
  }
}
