package io.lotusflow.copy;

import java.nio.file.Path;

/** A copy is not what was written there, or not the same as what it was made from. */
public final class CopyDiffers extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final String within;

  public CopyDiffers(Path folder, Path within) {
    super(folder.resolve(within) + " differs");
    this.folder = folder.toString();
    this.within = within.toString();
  }

  /** Of the copy. */
  public String folder() {
    return folder;
  }

  /** The file, within both folders. */
  public String within() {
    return within;
  }
}
