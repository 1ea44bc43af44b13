package io.lotusflow.crash;

import io.lotusflow.install.Operator;

/** A procedure that is put through crashes. */
public interface Ordeal {

  /** Under which its run is known. */
  String workflowId();

  /** Makes ready what the procedure starts from. */
  void prepare(Operator operator);

  /** Types what starts it, and does not wait for its end. */
  void start(Operator operator);

  /** What it left, with all that differs from run to run taken out. */
  EndState endState(Operator operator);
}
