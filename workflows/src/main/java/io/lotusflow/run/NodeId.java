package io.lotusflow.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The operator's name for a node; part of every workflow id. */
public record NodeId(@JsonValue String value) {

  @JsonCreator
  public NodeId {
    if (!value.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "a node's name is 1 to 31 of a-z, 0-9 and -, got \"" + value + '"');
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
