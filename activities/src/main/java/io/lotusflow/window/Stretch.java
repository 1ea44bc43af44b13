package io.lotusflow.window;

/**
 * Epochs in which a miner may be away.
 *
 * @param from first epoch
 * @param to first epoch after it
 */
public record Stretch(long from, long to) {

  public long epochs() {
    return to - from;
  }
}
