package io.lotusflow.sealworker;

import io.lotusflow.host.Topology;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.LotusVersion;
import io.lotusflow.messages.Language;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What seal workers are planned from.
 *
 * @param scratch free where the workers' folders will be
 * @param sector a size that Lotus has
 * @param times absent where nobody knows them: then nothing is expected
 * @param folder of the workers' folders
 * @param host empty for the one the plan is made on
 * @param address on which workers listen
 * @param ports free ones; a worker takes one each, in this order
 * @param language of the reasons
 */
public record WorkersRequest(
    Topology machine,
    ByteSize scratch,
    ByteSize sector,
    Optional<StageTimes> times,
    Kept kept,
    LotusVersion version,
    Path folder,
    String host,
    String address,
    List<Integer> ports,
    Language language) {

  public WorkersRequest {
    ports = List.copyOf(ports);
    if (LotusResources.of(sector).isEmpty()) {
      throw new IllegalArgumentException("Lotus has no sectors of " + sector);
    }
  }

  /** Whether Lotus has sectors of that size. */
  public static boolean knows(ByteSize sector) {
    return LotusResources.of(sector).isPresent();
  }
}
