package io.lotusflow.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that one program has started, also what has changed its parent or its session.
 *
 * <p>A process belongs to it if it carries our tag in its environment, holds our lock on descriptor
 * {@value #LOCK_DESCRIPTOR}, is in the session of the living leader, or descends from one that
 * does. What scrubs its environment, closes its descriptors, leaves the session <em>and</em> loses
 * its parent is not found; where systemd runs, the control group finds that too.
 */
public final class ProcessTree {
  /** The number on which a job's wrapper holds its lock, and all its descendants with it. */
  public static final int LOCK_DESCRIPTOR = 9;

  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final byte[] tag;
  private final Optional<Path> lock;
  private final Optional<ProcessId> leader;

  /**
   * @param name and {@code value} of a variable that only this tree's environment holds
   * @param lock the file held on descriptor {@value #LOCK_DESCRIPTOR}, if any
   * @param leader leads a session, if it is known
   */
  public ProcessTree(String name, String value, Optional<Path> lock, Optional<ProcessId> leader) {
    this.tag = ('\0' + name + '=' + value + '\0').getBytes(StandardCharsets.UTF_8);
    this.lock = lock;
    this.leader = leader;
  }

  /** Whether any of it lives. */
  public boolean alive() {
    return !members(0).isEmpty();
  }

  /** Whether any of it lives but for its leader, which may be just about to go. */
  public boolean leftBehind() {
    return members(0).stream()
        .anyMatch(process -> leader.filter(l -> l.pid() == process.pid()).isEmpty());
  }

  /**
   * Ends all of it: asks first, kills what has not gone within {@code grace}, and returns when
   * nothing is left. An interrupt is kept for later: a tree that is half ended is worse than
   * waiting.
   *
   * @param pulse called about once a second while this takes
   */
  public void end(Duration grace, Runnable pulse) {
    long deadline = System.nanoTime() + grace.toNanos();
    long nextPulse = System.nanoTime() + BEAT.toNanos();
    Set<ProcStat> asked = new HashSet<>();
    boolean interrupted = false;
    try {
      for (List<ProcStat> left = members(0); !left.isEmpty(); left = members(0)) {
        boolean patient = System.nanoTime() < deadline;
        // Each look may find others, forked since the last one.
        left.stream()
            .filter(process -> !patient || !askedBefore(asked, process))
            .forEach(process -> signal(process, patient));
        asked.addAll(left);
        if (System.nanoTime() >= nextPulse) {
          pulse.run();
          nextPulse = System.nanoTime() + BEAT.toNanos();
        }
        interrupted |= pause();
      }
    } finally {
      restore(interrupted);
    }
  }

  /**
   * Kills what a program has left behind that has ended. Cheap: looks only at younger processes.
   */
  void sweep(long program) {
    long first = program <= newestPid() ? program : 0;
    boolean interrupted = false;
    for (List<ProcStat> left = members(first); !left.isEmpty(); left = members(first)) {
      left.forEach(process -> signal(process, false));
      interrupted |= pause();
    }
    restore(interrupted);
  }

  private static boolean askedBefore(Set<ProcStat> asked, ProcStat process) {
    return asked.stream()
        .anyMatch(a -> a.pid() == process.pid() && a.startTicks() == process.startTicks());
  }

  private List<ProcStat> members(long firstPid) {
    Map<Long, ProcStat> all = new HashMap<>();
    ProcStat.all(firstPid).forEach(process -> all.put(process.pid(), process));
    all.remove(ProcessHandle.current().pid());
    Optional<Long> session =
        leader.flatMap(ProcessId::stat).filter(l -> l.session() == l.pid()).map(ProcStat::session);
    Set<Long> ours = new HashSet<>();
    for (ProcStat process : all.values()) {
      if (session.filter(s -> s == process.session()).isPresent() || isMarked(process.pid())) {
        ours.add(process.pid());
      }
    }
    while (all.values().stream()
        .filter(process -> ours.contains(process.parent()))
        .map(process -> ours.add(process.pid()))
        .reduce(false, Boolean::logicalOr)) {
      // Each round finds the children of the last one's.
    }
    return ours.stream().map(all::get).toList();
  }

  private boolean isMarked(long pid) {
    return holdsLock(pid) || carriesTag(pid);
  }

  private boolean holdsLock(long pid) {
    try {
      Path descriptor = ProcStat.PROC.resolve(pid + "/fd/" + LOCK_DESCRIPTOR);
      return lock.isPresent() && Files.readSymbolicLink(descriptor).equals(lock.get());
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private boolean carriesTag(long pid) {
    try {
      byte[] environment = Files.readAllBytes(ProcStat.PROC.resolve(pid + "/environ"));
      byte[] framed = new byte[environment.length + 2];
      System.arraycopy(environment, 0, framed, 1, environment.length);
      return new String(framed, StandardCharsets.ISO_8859_1)
          .contains(new String(tag, StandardCharsets.ISO_8859_1));
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private static void signal(ProcStat process, boolean politely) {
    // The number may have gone to another process since we looked.
    boolean same =
        ProcStat.of(process.pid())
            .filter(now -> now.startTicks() == process.startTicks())
            .isPresent();
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid()).filter(any -> same);
    boolean sent = handle.map(h -> politely ? h.destroy() : h.destroyForcibly()).orElse(true);
    if (!sent && handle.get().isAlive()) {
      Sudo.signal(process.pid(), politely ? "TERM" : "KILL");
    }
  }

  /** The kernel's last pid; smaller than ours if the numbers have begun anew. */
  private static long newestPid() {
    try {
      String load = Files.readString(ProcStat.PROC.resolve("loadavg")).strip();
      return Long.parseLong(load.substring(load.lastIndexOf(' ') + 1));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether we were interrupted meanwhile. */
  private static boolean pause() {
    try {
      Thread.sleep(STEP.toMillis());
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
