package io.lotusflow.deals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a miner considered before deals were turned off, and for whom they are off.
 *
 * @param considered what it was before the first of them
 */
public record DealsNote(DealFlags considered, Instant since, List<DealHolder> holders) {

  public DealsNote {
    holders = List.copyOf(holders);
  }

  DealsNote heldBy(DealHolder holder) {
    if (holders.contains(holder)) {
      return this;
    }
    List<DealHolder> more = new ArrayList<>(holders);
    more.add(holder);
    return new DealsNote(considered, since, more);
  }

  DealsNote without(Predicate<DealHolder> gone) {
    return new DealsNote(considered, since, holders.stream().filter(gone.negate()).toList());
  }

  DealsNote toConsider(DealFlags flags) {
    return new DealsNote(flags, since, holders);
  }

  /** {@code upgrade/node-1, deals disable}. */
  public String holdersInWords() {
    return holders.stream().map(DealHolder::toString).distinct().collect(Collectors.joining(", "));
  }
}
