package io.lotusflow.host;

import io.lotusflow.process.RootAct;
import io.lotusflow.process.Sudo;
import io.lotusflow.run.Problem;

/** The ways the preparation of a machine fails that an operator must tell apart. */
public enum HostProblem implements Problem {
  /** {0} packages. */
  NO_APT(Cure.OPERATOR),
  /** {0} packages, {1} what apt-get said. */
  PACKAGES_FAILED(Cure.RETRY),
  /** {0} packages, {1} what apt-get said. */
  PACKAGE_UNKNOWN(Cure.OPERATOR),
  /** {0} packages. */
  PACKAGES_STILL_MISSING(Cure.RETRY),
  /** {0} what sudo was needed for. */
  SUDO_REFUSED(Cure.OPERATOR),
  /** {0} file, {1} wanted size, {2} what is there. */
  SWAP_FILE_FOREIGN(Cure.OPERATOR),
  /** {0} file, {1} wanted, {2} free. */
  SWAP_NO_SPACE(Cure.OPERATOR),
  /** {0} file, {1} type of the file system. */
  SWAP_FILE_SYSTEM(Cure.OPERATOR),
  /** {0} file, {1} what the command said. */
  SWAP_FAILED(Cure.OPERATOR);

  private final Cure cure;

  /**
   * Refuses what this user may not do as root.
   *
   * @param what for people
   */
  public static void requireRoot(String what) {
    if (!Sudo.allows(RootAct.Need.PREPARE)) {
      throw SUDO_REFUSED.because(what);
    }
  }

  HostProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
