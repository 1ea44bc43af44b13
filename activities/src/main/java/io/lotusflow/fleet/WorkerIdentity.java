package io.lotusflow.fleet;

import io.lotusflow.files.Sha256;
import io.lotusflow.home.Home;
import io.lotusflow.home.LiveProcess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which Temporal knows a worker, in the UI too: {@code pid@machine#place.boot}.
 *
 * @param place of state folder and machine together: two workers with one host id differ in it
 * @param boot of the machine
 */
public record WorkerIdentity(String pid, String machine, String place, String boot) {

  private static final Pattern SHAPE = Pattern.compile("(\\d+)@([^#]*)(?:#(\\w+)\\.(\\w+))?");
  private static final int SHORT = 8;

  /** Of this process, as the worker of that home. */
  public static WorkerIdentity ofThisProcess(Home home) {
    LiveProcess self = LiveProcess.self();
    String machine = MachineId.of(home).here().orElse("");
    return new WorkerIdentity(
        Long.toString(self.pid()),
        machineName(),
        Sha256.hex(machine + ' ' + home.folder()).substring(0, SHORT),
        Sha256.hex(self.bootId()).substring(0, SHORT));
  }

  /** What another worker calls itself; workers before there were places name none. */
  static WorkerIdentity parse(String text) {
    Matcher found = SHAPE.matcher(text);
    return found.matches()
        ? new WorkerIdentity(
            found.group(1),
            found.group(2),
            found.group(3) == null ? "" : found.group(3),
            found.group(4) == null ? "" : found.group(4))
        : new WorkerIdentity("", text, "", "");
  }

  /** The same process, or one before it that cannot live beside it. */
  boolean isOurOwn(WorkerIdentity other) {
    return other.place.isEmpty()
        ? other.machine.equals(machine)
        : other.place.equals(place) && other.boot.equals(boot);
  }

  /** Either this machine before its last start, or a copy of it that nothing tells apart. */
  boolean mayBeFromBefore(WorkerIdentity other) {
    return other.place.equals(place) && !other.boot.equals(boot);
  }

  /** Differs between two workers with one id, also where one machine is a clone of the other. */
  String whereabouts() {
    return place + '.' + boot;
  }

  /** One of this machine whose process is no more, though the server still remembers it. */
  boolean hasEndedHere() {
    return machine.equals(machineName())
        && !pid.isEmpty()
        && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  static String machineName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return pid + '@' + machine + '#' + whereabouts();
  }
}
