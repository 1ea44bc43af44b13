package io.lotusflow.rehearsal.suite.rpc;

import java.util.List;
import java.util.Optional;

/** Says what a token allows: a node knows its own, a worker asks its miner. */
public interface TokenCheck {
  /** The token's permissions; none if it is nobody's. */
  Optional<List<String>> verify(String token);
}
