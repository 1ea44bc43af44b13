package io.lotusflow.service;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * {@code lotusflow service install|start|stop|restart|uninstall}, for all services of the settings,
 * in order.
 */
@WorkflowInterface
public interface ServiceWorkflow {
  @WorkflowMethod(name = "Service")
  Services run(ServiceRequest request);

  /** What is asked for. */
  enum Act {
    INSTALL,
    START,
    STOP,
    RESTART,
    UNINSTALL
  }

  /** The services afterwards, in the order of the request. */
  record Services(List<ServiceStatus> statuses) {
    public Services {
      statuses = List.copyOf(statuses);
    }
  }
}
