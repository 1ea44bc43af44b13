package io.lotusflow.rehearsal.suite.rpc;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The methods of an API, read from lines {@code Name permission type…}: who may call them and what
 * parameters they take.
 */
public final class Signatures {
  private final Map<String, Signature> signatures = new HashMap<>();

  /** A parameter's type, as far as the server checks it. */
  private enum Type {
    ADDRESS,
    CID,
    TEXT,
    ANY
  }

  private record Signature(String permission, List<Type> parameters) {}

  public Signatures(String text) {
    text.lines().forEach(this::add);
  }

  private void add(String line) {
    String[] words = line.strip().split(" ", -1);
    Type[] types = new Type[words.length - 2];
    for (int i = 2; i < words.length; i++) {
      types[i - 2] = Type.valueOf(words[i].toUpperCase(java.util.Locale.ROOT));
    }
    signatures.put(words[0], new Signature(words[1], List.of(types)));
  }

  /**
   * Throws what the server answers when there is no such method, the caller may not use it, or its
   * parameters do not fit.
   */
  void check(String method, List<Object> parameters, List<String> permissions) throws RpcException {
    String name = method.startsWith("Filecoin.") ? method.substring("Filecoin.".length()) : "";
    Signature signature = signatures.get(name);
    if (signature == null) {
      throw new RpcException(RpcException.METHOD_NOT_FOUND, "method '" + method + "' not found");
    }
    if (parameters.size() != signature.parameters().size()) {
      String counts = parameters.size() + " != " + signature.parameters().size();
      throw new RpcException(
          RpcException.INVALID_PARAMS, "wrong param count (method '" + method + "'): " + counts);
    }
    for (int i = 0; i < parameters.size(); i++) {
      Optional<String> wrong = mistake(signature.parameters().get(i), parameters.get(i));
      if (wrong.isPresent()) {
        throw new RpcException(
            RpcException.PARSE_ERROR,
            "unmarshaling params for '" + method + "' (param: " + wrong.get());
      }
    }
    if (!permissions.contains(signature.permission())) {
      throw new RpcException(
          "missing permission to invoke '" + name + "' (need '" + signature.permission() + "')");
    }
  }

  private static Optional<String> mistake(Type type, Object value) {
    try {
      switch (type) {
        case ADDRESS -> {
          if (!(value instanceof String text)) {
            return Optional.of(
                "*address.Address): json: cannot unmarshal value into Go value of type string");
          }
          Address.parse(text);
        }
        case CID -> {
          Json.asCid(value);
        }
        case TEXT -> {
          if (!(value instanceof String)) {
            return Optional.of(
                "*string): json: cannot unmarshal value into Go value of type string");
          }
        }
        case ANY -> {
          // whatever it is, the method looks at it
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          (type == Type.CID ? "*cid.Cid): " : "*address.Address): ") + e.getMessage());
    }
  }
}
