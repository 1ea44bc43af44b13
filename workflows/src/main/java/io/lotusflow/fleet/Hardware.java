package io.lotusflow.fleet;

import io.lotusflow.lotus.ByteSize;
import java.util.List;

/**
 * What a host has, in short.
 *
 * @param memory as the kernel counts it
 * @param gpus names of the graphics cards that a driver has taken
 * @param disk size of the file system that holds the state folder
 * @param diskFreePercent of it, in steps of ten, so that not every written file is news
 */
public record Hardware(
    int cores,
    int threads,
    ByteSize memory,
    List<String> gpus,
    ByteSize disk,
    int diskFreePercent) {

  public Hardware {
    gpus = List.copyOf(gpus);
  }
}
