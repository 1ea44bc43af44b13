package io.lotusflow.adopt;

import java.nio.file.Path;
import java.util.List;

/**
 * A process of the suite.
 *
 * @param binary as it was started; {@code /proc/PID/exe} where its file has been replaced since
 * @param replaced the file on disk is another one by now
 * @param arguments after the binary's name
 * @param home of whoever runs it; empty if unknown
 * @param unit of systemd that keeps it, without {@code .service}; empty = none
 * @param supervision folder of lotusflow's own supervisor; empty = none
 * @param user name; a number where it has none
 */
public record RunningProgram(
    LotusProgram program,
    long pid,
    Path binary,
    boolean replaced,
    List<String> arguments,
    Surroundings environment,
    String home,
    String user,
    String unit,
    String supervision) {
  public RunningProgram {
    arguments = List.copyOf(arguments);
  }
}
