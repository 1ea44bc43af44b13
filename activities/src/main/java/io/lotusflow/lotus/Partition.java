package io.lotusflow.lotus;

/**
 * Some of a deadline's sectors, proven together.
 *
 * @param live on the chain and not at their end, faulty ones included
 * @param faulty those that are not proven at the moment
 * @param recovering faulty ones that were declared to be proven again
 */
public record Partition(BitField live, BitField faulty, BitField recovering) {

  /** Faults that are not declared recovered, so that the next proof leaves them out. */
  public BitField undeclared() {
    return faulty.without(recovering);
  }

  /** What a proof must hold; nothing if all that lives is faulty and stays so. */
  public BitField toBeProven() {
    return live.without(undeclared());
  }
}
