package io.lotusflow.temporal;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The server's list of workflows; it may lag by a second. */
public final class Visibility {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final WorkflowClient client;

  public Visibility(WorkflowClient client) {
    this.client = client;
  }

  /**
   * All that a query finds, the newest first. A page is asked for when the loop comes to it.
   *
   * @param size of a page
   */
  public Iterable<List<WorkflowExecutionInfo>> pages(String query, int size) {
    return () -> new Pages(query, size);
  }

  /** A namespace may ask for few lists a second, and many hosts do: a refusal is no answer yet. */
  private ListWorkflowExecutionsResponse ask(ListWorkflowExecutionsRequest request) {
    for (int tried = 1; ; tried++) {
      try {
        return client.getWorkflowServiceStubs().blockingStub().listWorkflowExecutions(request);
      } catch (StatusRuntimeException refused) {
        if (tried == TRIES || refused.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
          throw refused;
        }
        LockSupport.parkNanos(PAUSE.multipliedBy(tried).toNanos());
      }
    }
  }

  private final class Pages implements Iterator<List<WorkflowExecutionInfo>> {
    private final String query;
    private final int size;
    private Optional<ByteString> next = Optional.of(ByteString.EMPTY);

    Pages(String query, int size) {
      this.query = query;
      this.size = size;
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public List<WorkflowExecutionInfo> next() {
      ListWorkflowExecutionsResponse page =
          ask(
              ListWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setPageSize(size)
                  .setNextPageToken(next.orElseThrow(NoSuchElementException::new))
                  .setQuery(query)
                  .build());
      next = Optional.of(page.getNextPageToken()).filter(token -> !token.isEmpty());
      return page.getExecutionsList();
    }
  }
}
