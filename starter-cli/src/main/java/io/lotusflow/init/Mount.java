package io.lotusflow.init;

import io.lotusflow.lotus.ByteSize;

/**
 * A mounted disk.
 *
 * @param fast it has no turning plates
 */
public record Mount(String path, ByteSize free, boolean fast) {

  /** A folder on it that is not the disk's top. */
  String folder(String name) {
    return path.equals("/") ? "/srv/" + name : path + '/' + name;
  }
}
