package io.lotusflow.rehearsal.suite;

import java.util.Locale;

/**
 * Misfortunes that can be ordered: each is a file in the faults folder, its content the parameter.
 */
public enum Fault {
  DOWNLOAD_SLOW,
  DOWNLOAD_CUT,
  DOWNLOAD_CORRUPT,
  DOWNLOAD_503,
  SNAPSHOT_CHANGES,
  MAKE_FAIL,
  MAKE_HANG,
  GO_DOWNLOAD_CORRUPT,
  FAUCET_DRY;

  /** Its name as a file: lower case with dashes. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
