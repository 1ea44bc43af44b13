package io.lotusflow.chain;

import io.lotusflow.run.Problem;

/** The ways a node's chain is not exported. */
public enum ExportProblem implements Problem {
  /** The node has no chain, or none above genesis: {0} repository. */
  EXPORT_NO_CHAIN(Cure.START_AGAIN),
  /** The chain does not reach that height: {0} asked for, {1} the head's. */
  EXPORT_TIPSET_AHEAD(Cure.START_AGAIN),
  /** The folder cannot be written to: {0} folder, {1} why. */
  EXPORT_FOLDER_UNUSABLE(Cure.START_AGAIN),
  /** Too little room before anything was written: {0} folder, {1} needed, {2} free, {3} why. */
  EXPORT_NO_ROOM(Cure.START_AGAIN),
  /** The disk became full on the way; what was written is gone: {0} folder, {1} bytes, {2} free. */
  EXPORT_DISK_FULL(Cure.OPERATOR),
  /** {@code lotus chain export} failed: {0} exit code, {1} its words, {2} log. */
  EXPORT_FAILED(Cure.RETRY),
  /** What was written is no sound snapshot: {0} file, {1} what is wrong. */
  EXPORT_UNSOUND(Cure.OPERATOR),
  /** It is sound, but not what was asked for: {0} file, {1} asked for, {2} found. */
  EXPORT_NOT_WHOLE(Cure.OPERATOR),
  /** The export did not come to its end and was undone: {0} why. */
  EXPORT_UNDONE(Cure.OPERATOR);

  private final Cure cure;

  ExportProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
