package io.lotusflow.sealworker;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import java.util.Objects;

/**
 * What must be known of a host before a seal worker is planned there.
 *
 * @param program where {@code lotus-worker} should be, absolute
 * @param minerAddress of the miner's API, as a multiaddr; empty if only that file knows it, as in
 *     older plans
 * @param minerInfo file with the miner's token and address; empty if none was named
 * @param folder whose free room is wanted; empty for that of {@link HostSurvey#folder}
 * @param swapFile that lotusflow would make
 * @param firstPort of the ports that are looked through
 * @param service the unit of a worker without a name; a worker's unit ends with its name
 */
public record SurveyPlan(
    Scope scope,
    String program,
    String minerInfo,
    String minerAddress,
    String folder,
    String swapFile,
    int firstPort,
    ServicePlan service)
    implements Plan {

  public SurveyPlan {
    minerAddress = Objects.requireNonNullElse(minerAddress, "");
  }
}
