package io.lotusflow.init;

import io.lotusflow.lotus.ByteSize;
import java.util.List;

/**
 * What could be found out about this machine.
 *
 * @param shaExtensions the CPU computes SHA-256 by itself: sealing gains, see build.ffi_from_source
 * @param gpus their names
 * @param cudaCompiler nvcc is there
 * @param mounts the roomiest first
 * @param publicAddresses IPv4 addresses of the network interfaces that are reached from anywhere
 * @param lotusRepos repositories of Lotus that are there already
 * @param proxy as the environment has it; empty = none
 */
public record Machine(
    String hostName,
    String userHome,
    boolean root,
    String cpu,
    int cores,
    boolean shaExtensions,
    ByteSize memory,
    List<String> gpus,
    boolean cudaCompiler,
    List<Mount> mounts,
    List<String> publicAddresses,
    List<String> lotusRepos,
    String proxy) {

  public Machine {
    gpus = List.copyOf(gpus);
    mounts = List.copyOf(mounts);
    publicAddresses = List.copyOf(publicAddresses);
    lotusRepos = List.copyOf(lotusRepos);
  }
}
