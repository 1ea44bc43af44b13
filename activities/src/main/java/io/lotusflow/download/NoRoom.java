package io.lotusflow.download;

import java.io.IOException;

/** The disk cannot take the file. */
public final class NoRoom extends IOException {
  private final long needed;
  private final long free;

  NoRoom(long needed, long free) {
    super("needs " + needed + " bytes, " + free + " are free");
    this.needed = needed;
    this.free = free;
  }

  public long needed() {
    return needed;
  }

  public long free() {
    return free;
  }
}
