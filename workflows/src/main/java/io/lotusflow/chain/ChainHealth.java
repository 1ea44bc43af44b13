package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * How a node does on its new chain.
 *
 * @param healthy its API answers and its head is current
 * @param oldIsThere whether the old chain is still kept
 */
public record ChainHealth(Receipt receipt, boolean healthy, boolean oldIsThere)
    implements Reported {}
