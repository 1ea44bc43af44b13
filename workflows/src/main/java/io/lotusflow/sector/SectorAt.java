package io.lotusflow.sector;

/**
 * A sector and its state.
 *
 * @param state as Lotus calls it
 */
public record SectorAt(long number, String state) {

  public SectorStage stage() {
    return SectorStage.of(state);
  }
}
