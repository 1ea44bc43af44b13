package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;

import io.lotusflow.lotus.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code [snapshot]}: where the chain data comes from.
 *
 * @param source empty = the network's default; {@code none} = sync from genesis
 * @param sha256 empty = the published one
 * @param mirrors other URLs of the same snapshot
 * @param connections at once, over all servers
 * @param bandwidth bytes a second, of all connections together; absent = as fast as it goes
 * @param maxAge of the snapshot's head; absent = any
 * @param downloads empty = {@code downloads} in lotusflow's folder
 */
public record SnapshotSettings(
    String source,
    String sha256,
    List<String> mirrors,
    long connections,
    Optional<ByteSize> bandwidth,
    Optional<Duration> maxAge,
    String downloads) {

  /** Written instead of a source: sync from genesis. */
  public static final String NONE = "none";

  private static final long CONNECTIONS = 16;
  private static final long MOST_CONNECTIONS = 64;

  static SnapshotSettings from(Table snapshot) {
    return new SnapshotSettings(
        snapshot.value(
            "source", "", raw -> NONE.equals(raw) ? NONE : orEmpty(Places.FILE_OR_URL).read(raw)),
        snapshot.value("sha256", "", orEmpty(Shapes.matching("[0-9a-f]{64}", "not-sha256"))),
        snapshot.list("mirrors", List.of(), Shapes.URL),
        snapshot.value("connections", CONNECTIONS, Shapes.whole(1, MOST_CONNECTIONS)),
        snapshot.value("bandwidth", "", Shapes.SIZE.orNothing()),
        snapshot.value("max_age", "", Shapes.DURATION.orNothing()),
        snapshot.value("downloads", "", orEmpty(Shapes.PATH)));
  }
}
