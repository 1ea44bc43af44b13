package io.lotusflow.params;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Proof parameters. Manual: lotus-miner, step 7. */
@ActivityInterface(namePrefix = "Params.")
public interface ParamsActivities {

  /**
   * Fetches what is missing for a sector size, from the gateways in turn; checks the room first.
   */
  @DetachedJob
  Receipt fetch(ParamsPlan plan);
}
