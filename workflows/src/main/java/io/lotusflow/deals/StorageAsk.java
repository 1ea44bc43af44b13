package io.lotusflow.deals;

import io.lotusflow.lotus.ByteSize;
import java.math.BigInteger;
import java.util.List;

/**
 * What a miner asks for storing.
 *
 * @param price attoFIL per GiB and epoch
 * @param verifiedPrice the same, for verified deals
 */
public record StorageAsk(
    BigInteger price, BigInteger verifiedPrice, ByteSize minPiece, ByteSize maxPiece) {

  /** From the words of {@link DealsActPlan.Act#ASK}. */
  public static StorageAsk of(List<String> words) {
    return new StorageAsk(
        new BigInteger(words.get(0)),
        new BigInteger(words.get(1)),
        new ByteSize(Long.parseLong(words.get(2))),
        new ByteSize(Long.parseLong(words.get(3))));
  }

  /** {@code 9 attoFIL/GiB/epoch, verified 7, 256B to 2KiB}. */
  @Override
  public String toString() {
    return price
        + " attoFIL/GiB/epoch, verified "
        + verifiedPrice
        + ", "
        + minPiece
        + " to "
        + maxPiece;
  }

  public List<String> words() {
    return List.of(
        price.toString(),
        verifiedPrice.toString(),
        Long.toString(minPiece.bytes()),
        Long.toString(maxPiece.bytes()));
  }
}
