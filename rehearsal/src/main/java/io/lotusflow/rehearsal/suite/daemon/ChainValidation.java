package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.Tipset;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import java.io.IOException;

/**
 * What {@code --import-chain} does after the import: each state from genesis to the head is worked
 * out anew. A snapshot with recent states only cannot pass.
 */
final class ChainValidation {
  private static final Log LOG = new Log("statemgr");

  private final Chain chain;

  ChainValidation(Chain chain) {
    this.chain = chain;
  }

  void validate(Tipset head) {
    new Log("lotus").info("lotus/daemon.go:684", "validating imported chain...");
    try {
      for (Tipset tipset : chain.above(-1, Integer.MAX_VALUE)) {
        chain.stateAfter(tipset);
        if (tipset.height() % 100 == 0 || tipset.cid().equals(head.cid())) {
          LOG.info(
              "stmgr/stmgr.go:331",
              "computing state (height: " + tipset.height() + ", ts=" + tipset.key() + ")");
        }
      }
    } catch (IOException e) {
      throw new CliException("chain validation failed: failed to load state: " + e.getMessage());
    }
  }
}
