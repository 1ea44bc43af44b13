package io.lotusflow.rehearsal.suite.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network goes on under daemons of the suite before, which know no promised sectors. */
class OldStateTest {
  private static final int FIRST_OF_THREE = 0x83;
  private static final int FIRST_OF_NINE = 0x89;

  private static MinerInfo miner(Map<Long, Long> precommits) {
    return new MinerInfo(
        MinerKeys.of(Address.ofId(100), Address.ofId(101), List.of()),
        "",
        List.of(),
        2048,
        0,
        BigInteger.ONE,
        MinerSectors.NONE,
        precommits);
  }

  private static byte[] bytes(MinerInfo info) {
    CborWriter cbor = new CborWriter();
    info.write(cbor);
    return cbor.toBytes();
  }

  private static byte[] bytes(Partition partition) {
    CborWriter cbor = new CborWriter();
    partition.write(cbor);
    return cbor.toBytes();
  }

  @Test
  void whatHasNothingNewIsWrittenAsEver() {
    assertThat(bytes(miner(Map.of()))[0] & 0xff).isEqualTo(FIRST_OF_NINE);
    assertThat(bytes(Partition.of(List.of(1L, 2L)))[0] & 0xff).isEqualTo(FIRST_OF_THREE);
  }

  @Test
  void bothShapesAreRead() {
    for (Map<Long, Long> precommits : List.of(Map.<Long, Long>of(), Map.of(7L, 120L))) {
      MinerInfo info = miner(precommits);
      assertThat(MinerInfo.read(new CborReader(bytes(info)))).isEqualTo(info);
    }
    for (Partition partition :
        List.of(Partition.of(List.of(1L)), Partition.of(List.of(1L)).with(2))) {
      assertThat(Partition.read(new CborReader(bytes(partition)))).isEqualTo(partition);
    }
  }
}
