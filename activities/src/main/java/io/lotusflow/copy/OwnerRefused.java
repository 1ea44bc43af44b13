package io.lotusflow.copy;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be given to whom it is to belong: a file system of another host, mostly. */
public final class OwnerRefused extends IOException {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final String owner;

  OwnerRefused(Path file, String owner, IOException why) {
    super("%s cannot be given to %s".formatted(file, owner), why);
    this.folder = String.valueOf(file.getParent());
    this.owner = owner;
  }

  /** In which the file lies. */
  public String folder() {
    return folder;
  }

  /** As {@code user:group}. */
  public String owner() {
    return owner;
  }
}
