package io.lotusflow.deals;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;

/** Each change is one step, which looks, acts and looks again. */
public final class DealsWorkflowImpl implements DealsWorkflow {

  @Override
  public Receipt change(DealsActPlan plan) {
    DealActivities deals = Steps.on(plan.scope().host(), DealActivities.class);
    return switch (plan.act()) {
      case DISABLE -> deals.disable(plan.deals());
      case RESTORE -> deals.restore(plan);
      case ASK -> deals.setAsk(plan);
      case BLOCKLIST -> deals.setBlocklist(plan);
      case FILTER -> deals.setFilter(plan);
      case IMPORT -> deals.importData(plan);
    };
  }
}
