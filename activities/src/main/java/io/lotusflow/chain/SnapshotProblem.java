package io.lotusflow.chain;

import io.lotusflow.run.Problem;

/** The ways a repository is not filled from a snapshot. */
public enum SnapshotProblem implements Problem {
  /** There is no such file or URL: where, what came back. */
  SNAPSHOT_MISSING(Cure.OPERATOR),
  /**
   * The download broke off again and again; what came is kept: URL, bytes so far, what happened.
   */
  SNAPSHOT_NOT_FETCHED(Cure.RETRY),
  /** The file on the server changed again and again while it was fetched: URL. */
  SNAPSHOT_CHANGES(Cure.RETRY),
  /**
   * Its digest differs from the published one, though all of its blocks are right: file, published,
   * found.
   */
  SNAPSHOT_WRONG_DIGEST(Cure.OPERATOR),
  /**
   * A block's content has not the hash that its CID says, also when fetched again: file, offset,
   * CID, how many defects.
   */
  SNAPSHOT_BAD_BLOCK(Cure.OPERATOR),
  /** It is not built as a snapshot is: file, offset, kind of defect, expected, found. */
  SNAPSHOT_MALFORMED(Cure.OPERATOR),
  /** Something else than a CAR: file, what it looks like. */
  SNAPSHOT_NOT_A_CAR(Cure.OPERATOR),
  /** The chain of another network: file, expected, found. */
  SNAPSHOT_WRONG_NETWORK(Cure.OPERATOR),
  /** Its head is older than the settings allow: file, allowed, found. */
  SNAPSHOT_TOO_OLD(Cure.OPERATOR),
  /**
   * Lotus finds the file damaged; it was set aside, and is fetched once more: file, Lotus' words.
   */
  SNAPSHOT_DAMAGED(Cure.RETRY),
  /** The file cannot be used: file, Lotus' words. */
  SNAPSHOT_UNUSABLE(Cure.OPERATOR),
  /** Too little room: folder, bytes needed, bytes free, for what. */
  SNAPSHOT_NO_SPACE(Cure.OPERATOR),
  /**
   * Only a full chain can be validated: file, headers, those of them with messages, lowest height.
   */
  SNAPSHOT_NOT_FULL(Cure.START_AGAIN),
  /** The import failed: exit code, log. */
  SNAPSHOT_IMPORT_FAILED(Cure.RETRY),
  /** A daemon runs on the repository: repository. */
  SNAPSHOT_DAEMON_RUNS(Cure.OPERATOR),
  /** The folder for the import beside the repository holds something of somebody else: folder. */
  SNAPSHOT_FOLDER_TAKEN(Cure.OPERATOR);

  private final Cure cure;

  SnapshotProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
