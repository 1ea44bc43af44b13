package io.lotusflow.handover;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A host's own word on how something is sealed for it.
 *
 * @param publicKey X25519, in Base64; empty in a dry run on a host that has none yet
 */
public record HostKey(Receipt receipt, String publicKey) implements Reported {}
