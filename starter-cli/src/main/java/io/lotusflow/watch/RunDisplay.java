package io.lotusflow.watch;

/** Shows a run while it goes on. */
public interface RunDisplay {

  /** Called after each change, and about once a second. */
  void show(RunView run);

  /** The last call: nothing more will change what was shown. */
  default void end() {}
}
