package io.lotusflow.build;

import io.lotusflow.run.Problem;

/** The ways a build fails that an operator must tell apart. */
public enum BuildProblem implements Problem {
  /** {0} source, {1} what git said. */
  SOURCE_UNREACHABLE(Cure.RETRY),
  /** {0} source, {1} what git said. */
  SOURCE_NOT_FOUND(Cure.OPERATOR),
  /** {0} ref, {1} source, {2} nearest tags. */
  REF_NOT_FOUND(Cure.OPERATOR),
  /** {0} folder, {1} what lies in it. */
  CHECKOUT_NOT_OURS(Cure.OPERATOR),
  /** {0} folder, {1} changed files. */
  CHECKOUT_HAS_EDITS(Cure.OPERATOR),
  /** {0} folder. */
  CHECKOUT_IN_USE(Cure.RETRY),
  /** {0} folder, {1} what git said. */
  CHECKOUT_FAILED(Cure.RETRY),
  /** {0} folder, {1} what is wrong. */
  CHECKOUT_INCOMPLETE(Cure.RETRY),
  /** {0} submodule, {1} its URL, {2} transport. */
  SUBMODULE_TRANSPORT(Cure.OPERATOR),
  /** {0} what the source asks for, {1} what was found. */
  GO_TOO_OLD(Cure.OPERATOR),
  /** {0} version asked for, {1} index. */
  GO_NOT_OFFERED(Cure.OPERATOR),
  /** {0} URL, {1} what happened. */
  DOWNLOAD_FAILED(Cure.RETRY),
  /** {0} URL, {1} expected, {2} actual. */
  DOWNLOAD_CORRUPT(Cure.RETRY),
  /** {0} toolchain, {1} what was found. */
  RUST_MISSING(Cure.OPERATOR),
  /** {0} toolchain, {1} what rustup said. */
  RUST_NOT_INSTALLED(Cure.RETRY),
  /** {0} tool. */
  CHAINWATCH_GONE(Cure.OPERATOR),
  /** {0} tool, {1} what the Makefile knows. */
  TOOL_UNKNOWN(Cure.OPERATOR),
  /** {0} program. */
  PROGRAM_MISSING(Cure.OPERATOR),
  /** {0} what was asked for. */
  CUDA_MISSING(Cure.OPERATOR),
  /** {0} folder, {1} free. */
  BUILD_DISK_FULL(Cure.OPERATOR),
  /** {0} targets, {1} exit code, {2} log. */
  MAKE_FAILED(Cure.RETRY),
  /** {0} binary, {1} what happened. */
  BINARY_UNUSABLE(Cure.OPERATOR),
  /** {0} label, {1} commit. */
  BINARY_OF_ANOTHER_COMMIT(Cure.RETRY),
  /** {0} path, {1} what is there. */
  LINK_PLACE_TAKEN(Cure.OPERATOR),
  /** {0} folder. */
  VERSION_NOT_INSTALLED(Cure.OPERATOR);

  private final Cure cure;

  BuildProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
