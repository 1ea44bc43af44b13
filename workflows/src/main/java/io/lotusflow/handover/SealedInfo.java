package io.lotusflow.handover;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * Token and address that only one host can read.
 *
 * @param box in Base64; empty in a dry run
 * @param network of the giving host: who has the same shares a loopback with it
 */
public record SealedInfo(Receipt receipt, String box, String network) implements Reported {}
