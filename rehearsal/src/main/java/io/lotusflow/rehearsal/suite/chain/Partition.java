package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Sectors that are proven together: numbers in order; faulty and recovering ones are live too. */
public record Partition(List<Long> live, List<Long> faulty, List<Long> recovering) {
  public Partition {
    live = List.copyOf(live);
    faulty = List.copyOf(faulty);
    recovering = List.copyOf(recovering);
  }

  static Partition of(List<Long> sectors) {
    return new Partition(sectors, List.of(), List.of());
  }

  public List<Long> active() {
    return without(live, faulty);
  }

  /** Whether there is anything that a proof could be made for. */
  public boolean wantsProof() {
    return active().size() + recovering.size() > 0;
  }

  Partition proven() {
    return new Partition(live, without(faulty, recovering), List.of());
  }

  Partition missed() {
    return new Partition(live, live, List.of());
  }

  Partition recover(Collection<Long> sectors) {
    List<Long> declared = new ArrayList<>(faulty);
    declared.removeIf(sector -> !sectors.contains(sector) && !recovering.contains(sector));
    return new Partition(live, faulty, declared);
  }

  private static List<Long> without(List<Long> all, List<Long> some) {
    List<Long> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }

  void write(CborWriter cbor) {
    numbers(numbers(numbers(cbor.array(3), live), faulty), recovering);
  }

  static Partition read(CborReader cbor) {
    cbor.tuple(3);
    return new Partition(numbers(cbor), numbers(cbor), numbers(cbor));
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
