package io.lotusflow.benchmark;

import io.lotusflow.run.Problem;

/** Why there is no benchmark, or none that is worth anything. */
public enum BenchmarkProblem implements Problem {
  /** There is no such program: {0} its path. */
  BENCHMARK_NOT_INSTALLED(Cure.START_AGAIN),
  /** A miner of this machine proves, or may: {0} what was seen. */
  BENCHMARK_MINER_PROVES(Cure.START_AGAIN),
  /** Too little room: {0} folder, {1} needed, {2} free. */
  BENCHMARK_NO_ROOM(Cure.START_AGAIN),
  /** It ended, with exit code 0, and printed no result: {0} its log. */
  BENCHMARK_NO_RESULT(Cure.OPERATOR),
  /** Its result is cut or has strange values: {0} where, {1} its log. */
  BENCHMARK_UNREADABLE(Cure.OPERATOR),
  /** It measured proofs that are wrong, and says so only in its log: {0} the line, {1} its log. */
  BENCHMARK_WRONG_PROOF(Cure.OPERATOR);

  private final Cure cure;

  BenchmarkProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
