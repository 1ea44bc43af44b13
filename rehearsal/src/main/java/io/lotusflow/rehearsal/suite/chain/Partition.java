package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Sectors that are proven together: numbers in order; faulty and recovering ones are live too.
 *
 * @param unproven new ones that count from their first proof on
 */
public record Partition(
    List<Long> live, List<Long> faulty, List<Long> recovering, List<Long> unproven) {
  public Partition {
    live = List.copyOf(live);
    unproven = List.copyOf(unproven);
    faulty = List.copyOf(faulty);
    recovering = List.copyOf(recovering);
  }

  static Partition of(List<Long> sectors) {
    return new Partition(sectors, List.of(), List.of(), List.of());
  }

  public List<Long> active() {
    return without(without(live, faulty), unproven);
  }

  /** Whether there is anything that a proof could be made for. */
  public boolean wantsProof() {
    return active().size() + recovering.size() + unproven.size() > 0;
  }

  /** With one more, that is still to be proven. */
  Partition with(long sector) {
    List<Long> more = new ArrayList<>(live);
    more.add(sector);
    more.sort(null);
    List<Long> fresh = new ArrayList<>(unproven);
    fresh.add(sector);
    return new Partition(more, faulty, recovering, fresh);
  }

  Partition proven() {
    return new Partition(live, without(faulty, recovering), List.of(), List.of());
  }

  Partition missed() {
    return new Partition(live, live, List.of(), List.of());
  }

  Partition recover(Collection<Long> sectors) {
    List<Long> declared = new ArrayList<>(faulty);
    declared.removeIf(sector -> !sectors.contains(sector) && !recovering.contains(sector));
    return new Partition(live, faulty, declared, unproven);
  }

  private static List<Long> without(List<Long> all, List<Long> some) {
    List<Long> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }

  void write(CborWriter cbor) {
    // Without new sectors as ever: see MinerInfo.
    numbers(numbers(numbers(cbor.array(unproven.isEmpty() ? 3 : 4), live), faulty), recovering);
    if (!unproven.isEmpty()) {
      numbers(cbor, unproven);
    }
  }

  static Partition read(CborReader cbor) {
    boolean withUnproven = cbor.array() == 4;
    return new Partition(
        numbers(cbor), numbers(cbor), numbers(cbor), withUnproven ? numbers(cbor) : List.of());
  }

  static CborWriter numbers(CborWriter cbor, Collection<Long> numbers) {
    cbor.array(numbers.size());
    numbers.forEach(cbor::integer);
    return cbor;
  }

  static List<Long> numbers(CborReader cbor) {
    int count = cbor.array();
    List<Long> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(cbor.integer());
    }
    return numbers;
  }
}
