package io.lotusflow.rehearsal.suite.rpc;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.List;

/**
 * What a node answers; the server has checked name, permission and number of parameters before it
 * calls.
 */
public interface Api {
  /** One call. The parameters are JSON values. */
  record Call(String method, List<Object> parameters) {
    public Address address(int index) {
      return Address.parse(text(index));
    }

    public String text(int index) {
      return Json.asText(parameters.get(index));
    }

    public long number(int index) {
      return Json.asLong(parameters.get(index));
    }

    public Cid cid(int index) {
      return Json.asCid(parameters.get(index));
    }

    public Object value(int index) {
      return parameters.get(index);
    }
  }

  /** Returns the result as a JSON value. */
  Object call(Call call) throws Exception;

  Signatures signatures();
}
