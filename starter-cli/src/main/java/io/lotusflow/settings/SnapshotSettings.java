package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;

/**
 * {@code [snapshot]}: where the chain data comes from.
 *
 * @param source empty = the network's default; {@code none} = sync from genesis
 * @param sha256 empty = the published one
 * @param downloads empty = {@code downloads} in lotusflow's folder
 */
public record SnapshotSettings(String source, String sha256, String downloads) {

  /** Written instead of a source: sync from genesis. */
  public static final String NONE = "none";

  static SnapshotSettings from(Table snapshot) {
    return new SnapshotSettings(
        snapshot.value(
            "source", "", raw -> NONE.equals(raw) ? NONE : orEmpty(Places.FILE_OR_URL).read(raw)),
        snapshot.value("sha256", "", orEmpty(Shapes.matching("[0-9a-f]{64}", "not-sha256"))),
        snapshot.value("downloads", "", orEmpty(Shapes.PATH)));
  }
}
