package io.lotusflow.watch;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.DefaultDataConverter;

/** Search attributes of runs in a list. */
public final class SearchValues {

  private SearchValues() {}

  /** Empty where it is not set. */
  public static String of(WorkflowExecutionInfo run, SearchAttributeKey<String> key) {
    Payload payload = run.getSearchAttributes().getIndexedFieldsMap().get(key.getName());
    return payload == null || payload.getData().isEmpty()
        ? ""
        : DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, String.class, String.class);
  }
}
