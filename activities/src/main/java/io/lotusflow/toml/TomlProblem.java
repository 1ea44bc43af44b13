package io.lotusflow.toml;

import io.lotusflow.run.Problem;

/** The ways a configuration file cannot be edited. */
public enum TomlProblem implements Problem {
  /** It is not TOML as it stands. {0} file, {1} what is wrong, with line and column. */
  CONFIG_NOT_TOML(Cure.OPERATOR),
  /** It is written in a way that our keys cannot be changed in. {0} file, {1} the key. */
  CONFIG_NOT_EDITABLE(Cure.OPERATOR),
  /** The kept copy is not whole, or gone. {0} copy, {1} file. */
  CONFIG_COPY_BROKEN(Cure.OPERATOR);

  private final Cure cure;

  TomlProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
