package io.lotusflow.run;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** By what runs can be listed and filtered. Registered with the server by {@code lotusflow up}. */
public final class SearchAttributes {

  /** Name of the procedure, as in {@code install} or {@code chain-reset}. */
  public static final SearchAttributeKey<String> PROCEDURE =
      SearchAttributeKey.forKeyword("LotusflowProcedure");

  /** Id of the host whose worker acts. */
  public static final SearchAttributeKey<String> HOST =
      SearchAttributeKey.forKeyword("LotusflowHost");

  /** Name of the node that is acted on. */
  public static final SearchAttributeKey<String> NODE =
      SearchAttributeKey.forKeyword("LotusflowNode");

  /** Set while a run needs a person. */
  public static final SearchAttributeKey<String> ATTENTION =
      SearchAttributeKey.forKeyword("LotusflowAttention");

  private SearchAttributes() {}

  /** All of them. */
  public static List<SearchAttributeKey<String>> all() {
    return List.of(PROCEDURE, HOST, NODE, ATTENTION);
  }
}
