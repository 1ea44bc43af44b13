package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.miner.RemoteStores.Store;
import io.lotusflow.rehearsal.suite.rpc.Http;
import io.lotusflow.rehearsal.suite.sealing.Kind;
import io.lotusflow.rehearsal.suite.sealing.OpenPaths;
import io.lotusflow.rehearsal.suite.sealing.SectorName;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.sealing.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files of sectors are: on the miner's own paths, and on its workers'. A place is named
 * by the root of a worker's URL, the miner's own by an empty text.
 */
final class SealingGround {
  private static final int FETCH_MILLIS = 10_000;

  private final long miner;
  private final long sectorSize;
  private final String url;
  private final OpenPaths storage;
  private final RemoteStores remote;
  private final Map<String, String> authorization;

  /**
   * @param url below which the miner gives out files
   */
  SealingGround(
      long miner,
      long sectorSize,
      String url,
      OpenPaths storage,
      RemoteStores remote,
      Map<String, String> authorization) {
    this.miner = miner;
    this.sectorSize = sectorSize;
    this.url = url;
    this.storage = storage;
    this.remote = remote;
    this.authorization = authorization;
  }

  long sectorSize() {
    return sectorSize;
  }

  SectorName name(long number) {
    return new SectorName(miner, number);
  }

  private List<Store> stores(SectorName sector) {
    return remote.all().stream().filter(store -> store.sectors().containsKey(sector)).toList();
  }

  /** Whether the sector's files are at that place. */
  boolean has(SectorName sector, String place) {
    return place.isEmpty()
        ? storage.holder(sector).isPresent()
        : stores(sector).stream().anyMatch(store -> store.isAt(place));
  }

  /**
   * Whether a worker at that place has what the task wants, or can get it.
   *
   * @param reachable places that answer
   */
  boolean canDo(Task task, SectorName sector, String place, List<String> reachable) {
    if (!task.wantsPath()) {
      return true;
    }
    if (task.wantsData() && has(sector, place)) {
      return true;
    }
    if (task == Task.FINALIZE || !canSealAt(place)) {
      return false;
    }
    return !task.wantsData()
        || has(sector, "")
        || reachable.stream().anyMatch(other -> has(sector, other));
  }

  private boolean canSealAt(String place) {
    return place.isEmpty()
        ? storage.canSeal()
        : remote.all().stream().anyMatch(store -> store.canSeal() && store.isAt(place));
  }

  /** Where the miner's own worker has the sector, or puts it. */
  Optional<StoragePath> localPathFor(SectorName sector) {
    return storage.pathFor(sector);
  }

  /** URLs of all who have something of it. */
  List<String> sources(SectorName sector) {
    List<String> sources = new ArrayList<>();
    if (has(sector, "")) {
      sources.add(url);
    }
    stores(sector).forEach(store -> sources.add(store.url()));
    return sources;
  }

  /** Moves a finished sector to a path for the long term; no such path is an error. */
  void moveToStore(SectorName sector) throws IOException {
    StoragePath target =
        storage.all().stream()
            .filter(StoragePath::canStore)
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        "moving sector to storage: finding best storage: no good path found"));
    for (Kind kind : List.of(Kind.SEALED, Kind.CACHE)) {
      if (!kind.in(target.kinds(sector))) {
        move(kind, sector, target);
      }
    }
    // Nobody has a deal for it; and whoever fetched it for PreCommit1 has a copy of its own.
    remove(Kind.UNSEALED, sector);
  }

  private void move(Kind kind, SectorName sector, StoragePath target) throws IOException {
    for (StoragePath path : storage.all()) {
      if (!path.id().equals(target.id()) && kind.in(path.kinds(sector))) {
        ByteArrayOutputStream parcel = new ByteArrayOutputStream();
        path.send(kind, sector, parcel);
        target.receive(kind, sector, new ByteArrayInputStream(parcel.toByteArray()));
        path.remove(kind, sector);
        return;
      }
    }
    for (Store store : stores(sector)) {
      URI uri = URI.create(store.url() + "/" + kind.folder() + "/" + sector.file());
      try (Http.Response response = Http.get(uri, authorization, FETCH_MILLIS)) {
        if (response.status() == 200) {
          target.receive(kind, sector, response.body());
          Http.delete(uri, authorization, FETCH_MILLIS).close();
          return;
        }
      }
    }
    throw new IOException(
        "acquiring sector " + sector.file() + " (" + kind.folder() + "): not found anywhere");
  }

  /** Deletes what there is of it, wherever that answers. */
  void remove(SectorName sector) throws IOException {
    for (Kind kind : Kind.values()) {
      remove(kind, sector);
    }
  }

  private void remove(Kind kind, SectorName sector) throws IOException {
    for (StoragePath path : storage.all()) {
      path.remove(kind, sector);
    }
    for (Store store : stores(sector)) {
      URI uri = URI.create(store.url() + "/" + kind.folder() + "/" + sector.file());
      Http.delete(uri, authorization, FETCH_MILLIS).close();
    }
  }
}
