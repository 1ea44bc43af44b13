package io.lotusflow.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.SearchAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a namespace needs before procedures run in it. Run again, it changes nothing. */
public final class Bootstrap {

  /** How long the embedded server keeps the history of a run that ended. It ships with one day. */
  public static final Duration RETENTION = Duration.ofDays(90);

  /** Servers read namespaces and search attributes anew from time to time only. */
  private static final Duration TO_BE_KNOWN = Duration.ofSeconds(90);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Connection connection;
  private final String namespace;

  public Bootstrap(Connection connection) {
    this.connection = connection;
    this.namespace = connection.target().namespace();
  }

  /**
   * Makes the namespace, if it is not there, with {@link #RETENTION}; returns whether it was made.
   *
   * @throws StatusRuntimeException PERMISSION_DENIED or UNIMPLEMENTED where only the operator of
   *     the cluster may do that
   */
  public boolean namespace() {
    if (isThere()) {
      return false;
    }
    try {
      connection
          .stubs()
          .blockingStub()
          .registerNamespace(
              RegisterNamespaceRequest.newBuilder()
                  .setNamespace(namespace)
                  .setWorkflowExecutionRetentionPeriod(seconds(RETENTION))
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
    return true;
  }

  private boolean isThere() {
    try {
      describe();
      return true;
    } catch (StatusRuntimeException e) {
      if (TemporalUnreachable.Why.of(e) == TemporalUnreachable.Why.NO_NAMESPACE) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Waits until runs with our search attributes can be listed, and so be started.
   *
   * @return whether that is so within the time that a cluster takes
   */
  public boolean awaitUsable() throws InterruptedException {
    long deadline = System.nanoTime() + TO_BE_KNOWN.toNanos();
    while (!isUsable()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
    return true;
  }

  /** Waits until a namespace that was just made is known to all of the cluster. */
  public boolean awaitKnown() throws InterruptedException {
    long deadline = System.nanoTime() + TO_BE_KNOWN.toNanos();
    while (true) {
      try {
        missing();
        return true;
      } catch (StatusRuntimeException notYet) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }
  }

  private boolean isUsable() {
    try {
      return missing().isEmpty();
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  /** Our search attributes that the cluster does not know; also those may ask who may not list. */
  public List<String> missing() {
    return SearchAttributes.all().stream()
        .map(SearchAttributeKey::getName)
        .filter(name -> !isKnown(name))
        .toList();
  }

  private boolean isKnown(String attribute) {
    try {
      connection
          .stubs()
          .blockingStub()
          .countWorkflowExecutions(
              CountWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(namespace)
                  .setQuery(attribute + " IS NOT NULL")
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        return false;
      }
      throw e;
    }
  }

  /** Raises the retention to {@link #RETENTION}; a longer one stays. */
  public void retention() {
    if (currentRetention().compareTo(RETENTION) >= 0) {
      return;
    }
    connection
        .stubs()
        .blockingStub()
        .updateNamespace(
            UpdateNamespaceRequest.newBuilder()
                .setNamespace(namespace)
                .setConfig(
                    NamespaceConfig.newBuilder()
                        .setWorkflowExecutionRetentionTtl(seconds(RETENTION)))
                .build());
  }

  /** How long the history of a run that ended is kept now. */
  public Duration currentRetention() {
    return Duration.ofSeconds(
        describe().getConfig().getWorkflowExecutionRetentionTtl().getSeconds());
  }

  private DescribeNamespaceResponse describe() {
    return connection
        .stubs()
        .blockingStub()
        .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
  }

  /**
   * Registers the search attributes that are missing. A namespace that was just made is waited for:
   * the server's parts hear of it one after the other.
   *
   * @throws StatusRuntimeException PERMISSION_DENIED or UNIMPLEMENTED where only the operator of
   *     the cluster may do that
   */
  public void searchAttributes() throws InterruptedException {
    Set<String> known = awaitRegistered();
    AddSearchAttributesRequest.Builder missing =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
    for (SearchAttributeKey<String> key : SearchAttributes.all()) {
      if (!known.contains(key.getName())) {
        missing.putSearchAttributes(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
      }
    }
    if (missing.getSearchAttributesCount() > 0) {
      add(missing.build());
    }
  }

  private Set<String> awaitRegistered() throws InterruptedException {
    long deadline = System.nanoTime() + TO_BE_KNOWN.toNanos();
    while (true) {
      try {
        return registered();
      } catch (StatusRuntimeException e) {
        boolean notYet = TemporalUnreachable.Why.of(e) == TemporalUnreachable.Why.NO_NAMESPACE;
        if (!notYet || System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }
  }

  /** Names of the search attributes that are there, beside the server's own. */
  public Set<String> registered() {
    return operator()
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
        .getCustomAttributesMap()
        .keySet();
  }

  private void add(AddSearchAttributesRequest missing) {
    try {
      operator().addSearchAttributes(missing);
    } catch (StatusRuntimeException e) {
      // Two workers that start at once both find them missing.
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  /** Not over the bare channel: it would say nothing of the API key. */
  private OperatorServiceBlockingStub operator() {
    return OperatorServiceGrpc.newBlockingStub(connection.stubs().blockingStub().getChannel());
  }

  private static com.google.protobuf.Duration seconds(Duration duration) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(duration.toSeconds()).build();
  }
}
