package io.lotusflow.rehearsal.suite.rpc;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
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

  /** A result that is no JSON value but a stream of bytes, as a channel of Lotus' is. */
  interface Stream {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Returns the result as a JSON value, or a {@link Stream}. */
  Object call(Call call) throws Exception;

  Signatures signatures();
}
