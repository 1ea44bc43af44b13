package io.lotusflow.run;

import java.util.List;

/** Who wants to know what the worker sees while it keeps its books. */
public interface BookReader {

  /**
   * A run that has not ended.
   *
   * @param attention {@code parked} or {@code approval} while a person is needed, else empty
   */
  record OpenRun(String procedure, String node, String attention) {}

  /** All open runs of the host, each few seconds. */
  void open(List<OpenRun> runs);

  /** A run has ended; told once, unless the worker died in between. */
  void ended(RunReceipt receipt);

  /** All schedules of the host. */
  void skips(List<Skips> schedules);

  /**
   * A schedule.
   *
   * @param inARow how often it did not get to run since it last did
   */
  record Skips(String schedule, long inARow) {}
}
