package io.lotusflow.car;

import static io.lotusflow.car.TestCar.cborBytes;
import static io.lotusflow.car.TestCar.cborHead;
import static io.lotusflow.car.TestCar.cidOf;
import static io.lotusflow.car.TestCar.join;
import static io.lotusflow.car.TestCar.link;
import static io.lotusflow.car.TestCar.links;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A little chain, two blocks to a tipset, with a null round now and then; newest first. */
final class TestChain {
  private final List<Tipset> tipsets = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent")
  record Tipset(long height, List<byte[]> headers, byte[] state, byte[] messages) {
    List<byte[]> cids() {
      return headers.stream().map(TestCar::cidOf).toList();
    }
  }

  /**
   * From genesis to the head.
   *
   * @param genesisTime in seconds
   */
  TestChain(int length, long genesisTime, int epochSeconds) {
    List<byte[]> parents = List.of(TestCar.cid(0x71, 0x12, TestCar.sha256(new byte[] {1})));
    long height = 0;
    for (int i = 0; i < length; i++) {
      byte[] state = text("state of " + height + "x".repeat(200));
      byte[] messages = text("messages of " + height);
      List<byte[]> headers = new ArrayList<>();
      for (int block = 0; block < (i == 0 ? 1 : 2); block++) {
        headers.add(
            header(block, parents, height, state, messages, genesisTime + epochSeconds * height));
      }
      Tipset tipset = new Tipset(height, headers, state, messages);
      tipsets.add(tipset);
      parents = tipset.cids();
      height += i % 7 == 3 ? 2 : 1;
    }
    Collections.reverse(tipsets);
  }

  private static byte[] text(String text) {
    return TestCar.cborText(text);
  }

  static byte[] header(
      int miner, List<byte[]> parents, long height, byte[] state, byte[] messages, long time) {
    return join(
        cborHead(4, 16),
        cborBytes(new byte[] {0, (byte) miner}),
        join(cborHead(4, 1), cborBytes(new byte[96])),
        join(cborHead(4, 2), cborHead(0, 1), cborBytes(new byte[96])),
        cborHead(4, 0),
        cborHead(4, 0),
        links(parents),
        cborBytes(new byte[] {0, 1}),
        cborHead(0, height),
        link(cidOf(state)),
        link(cidOf("receipts".getBytes(StandardCharsets.UTF_8))),
        link(cidOf(messages)),
        cborBytes(new byte[97]),
        cborHead(0, time),
        cborBytes(new byte[97]),
        cborHead(0, 0),
        cborBytes(new byte[] {0, 100}));
  }

  List<Tipset> tipsets() {
    return tipsets;
  }

  Tipset head() {
    return tipsets.get(0);
  }

  Tipset genesis() {
    return tipsets.get(tipsets.size() - 1);
  }

  /**
   * As {@code lotus chain export} orders it.
   *
   * @param recent so many tipsets with state; genesis always
   * @param oldMessages whether the others keep their messages
   */
  TestCar export(int recent, boolean oldMessages) {
    return body(new TestCar().header(head().cids()), recent, oldMessages);
  }

  /** A version 2 snapshot, with or without finality data. */
  TestCar exportV2(byte[] finality) {
    byte[] finalityCid = TestCar.cid(0x55, 0xb220, TestCar.blake2b(finality));
    byte[] metadata =
        join(
            cborHead(5, 3),
            TestCar.cborText("Version"),
            cborHead(0, 2),
            TestCar.cborText("HeadTipsetKey"),
            links(head().cids()),
            TestCar.cborText("F3Data"),
            finality.length == 0 ? new byte[] {(byte) 0xf6} : link(finalityCid));
    TestCar car = new TestCar().header(List.of(cidOf(metadata))).block(metadata);
    if (finality.length > 0) {
      car.block(finalityCid, finality);
    }
    return body(car, 5, false);
  }

  private TestCar body(TestCar car, int recent, boolean oldMessages) {
    for (int i = 0; i < tipsets.size(); i++) {
      Tipset tipset = tipsets.get(i);
      boolean hasState = i < recent || tipset.height() == 0;
      boolean isFirst = true;
      for (byte[] header : tipset.headers()) {
        car.block(header);
        if (isFirst && (hasState || oldMessages)) {
          car.block(tipset.messages());
        }
        if (isFirst && hasState) {
          car.block(tipset.state());
        }
        isFirst = false;
      }
    }
    return car;
  }
}
