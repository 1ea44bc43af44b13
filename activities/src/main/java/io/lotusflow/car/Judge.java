package io.lotusflow.car;

import io.lotusflow.chain.Defect;
import io.lotusflow.chain.NetworkEvidence;
import io.lotusflow.chain.SnapshotHead;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Compares head and genesis with what was expected, as soon as they pass by. */
final class Judge {
  private final Expected expected;
  private final Optional<WellKnown> network;
  private final Instant now;
  private SnapshotHead head = SnapshotHead.unknown();
  private NetworkEvidence evidence = NetworkEvidence.none();

  Judge(Expected expected, Clock clock) {
    this.expected = expected;
    this.network = WellKnown.named(expected.network());
    this.now = clock.instant();
  }

  void headIs(List<Cid> cids, Header header) {
    long age = now.getEpochSecond() - header.timestamp();
    List<String> names = cids.stream().map(Cid::toString).toList();
    head = new SnapshotHead(names, header.height(), header.timestamp(), age);
    Optional<WellKnown> byClock = WellKnown.withClock(header.height(), header.timestamp());
    byClock.ifPresent(
        known -> evidence = new NetworkEvidence(NetworkEvidence.Source.CLOCK, known.network(), ""));
    if (!clockFits(header, byClock)) {
      throw enough(
          Defect.Kind.WRONG_NETWORK, nameOfExpected(), byClock.map(WellKnown::network).orElse(""));
    }
    long most = expected.maximumAge().toSeconds();
    if (most > 0 && age > most) {
      throw enough(Defect.Kind.TOO_OLD, Long.toString(most), Long.toString(age));
    }
  }

  private boolean clockFits(Header header, Optional<WellKnown> byClock) {
    if (network.isPresent()) {
      return network.get().hasClock(header.height(), header.timestamp());
    }
    return expected.genesis().isEmpty()
        || byClock.isEmpty()
        || byClock.get().genesis().equals(expected.genesis());
  }

  void genesisIs(Cid cid) {
    String genesis = cid.toString();
    String name = WellKnown.withGenesis(genesis).map(WellKnown::network).orElse("");
    evidence = new NetworkEvidence(NetworkEvidence.Source.GENESIS, name, genesis);
    String wanted = expectedGenesis();
    if (!wanted.isEmpty() && !wanted.equals(genesis)) {
      throw enough(Defect.Kind.WRONG_NETWORK, wanted, name.isEmpty() ? genesis : name);
    }
  }

  private String expectedGenesis() {
    return expected.genesis().isEmpty()
        ? network.map(WellKnown::genesis).orElse("")
        : expected.genesis();
  }

  private String nameOfExpected() {
    return network.map(WellKnown::network).orElse(expected.genesis());
  }

  private static Enough enough(Defect.Kind kind, String wanted, String found) {
    return new Enough(new Defect(kind, 0, 0, 0, "", wanted, found));
  }

  SnapshotHead head() {
    return head;
  }

  NetworkEvidence evidence() {
    return evidence;
  }
}
