package io.lotusflow.lotus;

/** A message that waits in the pool. */
public record PendingMessage(String cid, String from, String to, long method, long nonce) {}
