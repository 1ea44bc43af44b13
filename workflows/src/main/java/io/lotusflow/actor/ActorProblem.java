package io.lotusflow.actor;

import io.lotusflow.run.Problem;

/** What keeps a miner actor from being changed. */
public enum ActorProblem implements Problem {
  /** Wants an approval, no cure: actor, what changes, who signs. */
  ACTOR_APPROVAL(Cure.OPERATOR),
  /** An address is none, or of the wrong kind: the address, why. */
  ACTOR_ADDRESS_WRONG(Cure.START_AGAIN),
  /** Nobody ever sent anything to it, so the chain does not know it: the address. */
  ACTOR_ADDRESS_UNKNOWN(Cure.START_AGAIN),
  /** The daemon does not have its key, and the miner would need it: the address. */
  ACTOR_KEY_ABSENT(Cure.START_AGAIN),
  /** More is asked for than there is: wanted, available. */
  ACTOR_TOO_MUCH(Cure.START_AGAIN),
  /** Another worker was proposed before: the one proposed, epoch from which it may be confirmed. */
  ACTOR_CHANGE_PENDING(Cure.START_AGAIN),
  /** No peer id, no multiaddr, no amount: what was given, why. */
  ACTOR_WORD_WRONG(Cure.START_AGAIN),
  /** The head is not today's: its height. Nonces would clash. */
  ACTOR_NODE_NOT_SYNCED(Cure.RETRY),
  /** The sender cannot pay for the gas: address, balance. */
  ACTOR_NO_FUNDS(Cure.OPERATOR),
  /** The daemon refused to make the message: what it said. */
  ACTOR_MESSAGE_REFUSED(Cure.OPERATOR),
  /**
   * The key lies elsewhere: address, bytes to be signed in hex, file of the unsigned message, run,
   * what is known of the owner.
   */
  ACTOR_NEEDS_SIGNATURE(Cure.OPERATOR),
  /** A signature that does not fit the message: file, address. */
  ACTOR_SIGNATURE_WRONG(Cure.OPERATOR),
  /** The owner is no key but a contract, mostly a multisig: address, command. */
  ACTOR_OWNER_IS_CONTRACT(Cure.OPERATOR),
  /** The chain carried it out and failed: message, exit code. */
  ACTOR_MESSAGE_FAILED(Cure.OPERATOR),
  /**
   * Its nonce is gone, and the daemon does not know whether it was this message that took it: the
   * message, sender, nonce, file in which it lies.
   */
  ACTOR_MESSAGE_UNCLEAR(Cure.OPERATOR),
  /** It was carried out, and what should be different is not: message. */
  ACTOR_NOT_CHANGED(Cure.RETRY);

  private final Cure cure;

  ActorProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
