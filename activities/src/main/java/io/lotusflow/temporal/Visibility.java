package io.lotusflow.temporal;

import com.google.protobuf.ByteString;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The server's list of workflows; it may lag by a second. */
public final class Visibility {
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
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .listWorkflowExecutions(
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
