package io.lotusflow.adopt;

import java.util.Map;

/**
 * What the operator has decided beforehand.
 *
 * @param daemon unit or {@code pid:1234} of the daemon that is meant; empty = the only one
 * @param miner likewise
 * @param given values by key of the settings
 */
public record AdoptRequest(String daemon, String miner, Map<String, String> given) {
  public AdoptRequest {
    given = Map.copyOf(given);
  }
}
