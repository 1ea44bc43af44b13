package io.lotusflow.settings;

import io.lotusflow.build.BuildPlan.Gpu;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether proofs will run on a GPU. */
final class Gpus {

  private Gpus() {}

  /**
   * Proofs that are told to use a GPU where there is none fail: so "auto" means a loaded driver on
   * this machine.
   */
  static boolean used(Gpu gpu) {
    return used(
        gpu,
        Files.exists(Path.of("/proc/driver/nvidia/version"))
            || Files.exists(Path.of("/sys/class/kfd/kfd/topology/nodes/1")));
  }

  /** The same of another machine. */
  static boolean used(Gpu gpu, boolean driver) {
    return switch (gpu) {
      case NONE -> false;
      case CUDA, OPENCL -> true;
      case AUTO -> driver;
    };
  }
}
