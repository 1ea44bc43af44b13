package io.lotusflow.storage;

import io.lotusflow.run.Problem;

/** The ways a path does not become storage of a miner. */
public enum StorageProblem implements Problem {
  /** Other things lie there: path, some of their names. */
  STORAGE_FOREIGN_FILES(Cure.OPERATOR),
  /** The path is a repository of Lotus itself, or lies in one: path, repository. */
  STORAGE_IN_REPOSITORY(Cure.OPERATOR),
  /** A file system that should be mounted there is not: path, mount point. */
  STORAGE_NOT_MOUNTED(Cure.OPERATOR),
  /** Another path with the same id is attached, as after a copy: path, id, the other path. */
  STORAGE_DUPLICATE_ID(Cure.OPERATOR),
  /** sectorstore.json cannot be read: file, why. */
  STORAGE_META_BROKEN(Cure.OPERATOR),
  /** storage.json cannot be read: file, why. */
  STORAGE_JSON_BROKEN(Cure.OPERATOR),
  /** There is no room at all: path, bytes free. */
  STORAGE_FULL(Cure.OPERATOR),
  /** It is attached for another use than the settings say: path, expected, found. */
  STORAGE_DIFFERS(Cure.OPERATOR),
  /** The miner's version does not know it: settings, since which version. */
  STORAGE_OPTION_TOO_NEW(Cure.START_AGAIN),
  /** The miner did not take it: path, what it said. */
  STORAGE_NOT_ATTACHED(Cure.RETRY);

  private final Cure cure;

  StorageProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
