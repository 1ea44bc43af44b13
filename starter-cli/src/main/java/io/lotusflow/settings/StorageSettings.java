package io.lotusflow.settings;

import io.lotusflow.storage.StoragePath;
import java.util.List;

/** {@code [[storage]]}: one storage path of the miner. */
final class StorageSettings {

  private StorageSettings() {}

  static StoragePath from(Table storage) {
    StoragePath path =
        new StoragePath(
            storage.required("path", "/srv/lotus/storage", Shapes.PATH),
            storage.value("seal", false, Shapes.YES_OR_NO),
            storage.value("store", false, Shapes.YES_OR_NO),
            storage.value("weight", 10L, Shapes.whole(0, 1_000_000)).intValue(),
            storage.value("max_storage", "", Shapes.SIZE.orNothing()),
            storage.list("groups", List.of(), Shapes.TEXT),
            storage.list("allow_to", List.of(), Shapes.TEXT));
    if (!path.seal() && !path.store() && storage.has("path")) {
      storage.refuse("path", new Refused("storage-for-nothing"));
    }
    return path;
  }
}
