package io.lotusflow.lotus;

import java.time.Duration;

/**
 * What a daemon or a miner says it is.
 *
 * @param text such as {@code v1.36.2+mainnet+git.c6f4d024}
 * @param blockDelay time between epochs, which differs between networks
 */
public record NodeVersion(String text, long apiVersion, Duration blockDelay) {
  public LotusVersion number() {
    return LotusVersion.parse(text);
  }
}
