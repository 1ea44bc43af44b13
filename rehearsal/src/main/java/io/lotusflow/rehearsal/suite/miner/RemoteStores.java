package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.rpc.Http;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** What workers have told of their storage paths, by id. It stays when a worker dies. */
final class RemoteStores {
  private final ConcurrentSkipListMap<String, Store> stores = new ConcurrentSkipListMap<>();
  private final Map<String, String> authorization;

  /**
   * @param url below which the worker gives out files
   * @param info as {@code StorageInfo} answers
   */
  record Store(String id, String url, Map<String, Object> info, Map<SectorName, Long> sectors) {
    List<Object> declarations() {
      return SectorName.declared(sectors);
    }

    /** Whether it belongs to the worker whose URL has that root. */
    boolean isAt(String root) {
      return url.startsWith(root + "/");
    }

    boolean canSeal() {
      return Boolean.TRUE.equals(info.get("CanSeal"));
    }
  }

  RemoteStores(Map<String, String> authorization) {
    this.authorization = authorization;
  }

  /** What a worker has now, all of it. */
  void declare(Map<String, Object> info, List<Object> sectors) {
    Map<SectorName, Long> bits = new HashMap<>();
    for (Object sector : sectors) {
      bits.put(SectorName.ofJson(sector), Json.asLong(Json.asObject(sector).get("SectorFileType")));
    }
    String id = Json.asText(info.get("ID"));
    String url = Json.asText(Json.asList(info.get("URLs")).get(0));
    stores.put(id, new Store(id, url, info, bits));
  }

  void drop(String id) {
    stores.remove(id);
  }

  List<Store> all() {
    return List.copyOf(stores.values());
  }

  Optional<Store> find(String id) {
    return Optional.ofNullable(stores.get(id));
  }

  /** Asks the worker, and waits as long as that takes: one that hangs holds up who asks. */
  Map<String, Object> stat(Store store) throws IOException {
    URI uri = URI.create(store.url() + "/stat/" + store.id());
    try (Http.Response response = Http.get(uri, authorization, 0)) {
      return Json.asObject(Json.parse(response.text()));
    } catch (IOException e) {
      throw new IOException(
          "all endpoints failed for remote storage "
              + store.id()
              + ": "
              + store.url()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
