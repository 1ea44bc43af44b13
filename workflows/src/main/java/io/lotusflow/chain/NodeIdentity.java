package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What a switch of the chain must not touch.
 *
 * @param digest one SHA-256 over keystore, token and configuration, by name and content
 * @param wallets addresses the daemon lists; empty if it did not answer
 */
public record NodeIdentity(Receipt receipt, String digest, List<String> wallets)
    implements Reported {
  public NodeIdentity {
    wallets = List.copyOf(wallets);
  }
}
