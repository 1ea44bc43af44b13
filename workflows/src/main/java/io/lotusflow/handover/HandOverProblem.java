package io.lotusflow.handover;

import io.lotusflow.run.Problem;

/** What is wrong with a token that is handed over. */
public enum HandOverProblem implements Problem {
  /** A host tells another key than before: {0} host, {1} file that keeps the one before. */
  HOST_KEY_CHANGED(Cure.OPERATOR),
  /** What was sealed was not sealed with this host's key, or was changed: {0} host, {1} file. */
  NOT_SEALED_FOR_US(Cure.OPERATOR),
  /** The file with this host's key is of no use: {0} file, {1} why. */
  HOST_KEY_UNREADABLE(Cure.OPERATOR),
  /** The file could not be given to its reader: {0} file, {1} user, {2} why. */
  TOKEN_FILE_OWNER(Cure.OPERATOR),
  /** The API does not take the token: {0} address, {1} what it allows, {2} giving host. */
  TOKEN_TAKEN_BADLY(Cure.OPERATOR),
  /**
   * The address leads to the receiving host itself: {0} address, {1} giving, {2} receiving host.
   */
  HANDED_LOOPBACK(Cure.OPERATOR);

  private final Cure cure;

  HandOverProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
