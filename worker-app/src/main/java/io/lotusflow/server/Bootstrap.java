package io.lotusflow.server;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.Connection;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Duration;
import java.util.Set;

/** What a namespace needs before procedures run in it. Run again, it changes nothing. */
public final class Bootstrap {

  /** How long the embedded server keeps the history of a run that ended. It ships with one day. */
  public static final Duration RETENTION = Duration.ofDays(90);

  private final Connection connection;

  public Bootstrap(Connection connection) {
    this.connection = connection;
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
                .setNamespace(namespace())
                .setConfig(
                    NamespaceConfig.newBuilder()
                        .setWorkflowExecutionRetentionTtl(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(RETENTION.toSeconds())))
                .build());
  }

  /** How long the history of a run that ended is kept now. */
  public Duration currentRetention() {
    return Duration.ofSeconds(
        connection
            .stubs()
            .blockingStub()
            .describeNamespace(
                DescribeNamespaceRequest.newBuilder().setNamespace(namespace()).build())
            .getConfig()
            .getWorkflowExecutionRetentionTtl()
            .getSeconds());
  }

  /**
   * Registers the search attributes that are missing.
   *
   * @throws StatusRuntimeException PERMISSION_DENIED or UNIMPLEMENTED where only the operator of
   *     the cluster may do that
   */
  public void searchAttributes() {
    Set<String> known = registered();
    AddSearchAttributesRequest.Builder missing =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace());
    for (SearchAttributeKey<String> key : SearchAttributes.all()) {
      if (!known.contains(key.getName())) {
        missing.putSearchAttributes(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
      }
    }
    if (missing.getSearchAttributesCount() > 0) {
      add(missing.build());
    }
  }

  /** Names of the search attributes that are there, beside the server's own. */
  public Set<String> registered() {
    return operator()
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(namespace()).build())
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

  private OperatorServiceBlockingStub operator() {
    return OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(connection.stubs().getRawChannel())
                .validateAndBuildWithDefaults())
        .blockingStub();
  }

  private String namespace() {
    return connection.target().namespace();
  }
}
