package io.lotusflow.crash;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who can be killed while a step is at work. */
public enum Victim {
  WORKER {
    @Override
    public List<Living> among(List<Living> ours, String step) {
      return running(ours, ".WorkerMain ");
    }
  },
  SERVER {
    @Override
    public List<Living> among(List<Living> ours, String step) {
      return running(ours, " server start-dev ");
    }
  },
  /** {@code lotusflow up}: nobody starts it again but the operator. */
  SUPERVISOR {
    @Override
    public List<Living> among(List<Living> ours, String step) {
      return running(ours, ".UpMain ");
    }
  },
  /**
   * The power: all that runs on this machine, node and miner too; the network is elsewhere. Nobody
   * starts anything again but {@code lotusflow up}.
   */
  POWER {
    @Override
    public List<Living> among(List<Living> ours, String step) {
      return ours.stream().filter(process -> !isElsewhere(process)).toList();
    }
  },
  /** The step's job, its wrapper first, so that nobody can write down how it ended. */
  JOB_TREE {
    @Override
    public List<Living> among(List<Living> ours, String step) {
      List<Living> job = job(ours, step);
      return job.size() < 2 ? List.of() : job;
    }
  },
  /** Only the script that leads the job: its command lives on, and no exit code will ever come. */
  JOB_WRAPPER {
    @Override
    public List<Living> among(List<Living> ours, String step) {
      return JOB_TREE.among(ours, step).stream().limit(1).toList();
    }
  },
  /** Only the one at the end of the chain, as the kernel does when memory is short. */
  JOB_CHILD {
    @Override
    public List<Living> among(List<Living> ours, String step) {
      List<Living> job = JOB_TREE.among(ours, step);
      return job.isEmpty() ? job : List.of(job.get(job.size() - 1));
    }
  };

  /** Whom to kill now; nobody if there is no such process at the moment. */
  public abstract List<Living> among(List<Living> ours, String step);

  /** Whether it is part of the work itself, and not of those who look after it. */
  public boolean isJob() {
    return name().startsWith("JOB");
  }

  private static List<Living> running(List<Living> ours, String words) {
    return ours.stream().filter(process -> (process.commandLine() + ' ').contains(words)).toList();
  }

  /** The rehearsal's network and downloads. */
  private static boolean isElsewhere(Living process) {
    return (process.commandLine() + ' ').contains(".SiteMain ");
  }

  /** Whether its end ends the supervisor too, whom nobody starts again by itself. */
  boolean needsAnOperator() {
    return this == SUPERVISOR || this == POWER;
  }

  /** From its leader down. */
  private static List<Living> job(List<Living> ours, String step) {
    String folder = "/" + step.replace('.', '_') + "-";
    Map<Long, Living> tree =
        ours.stream()
            .filter(process -> process.variable("LOTUSFLOW_JOB").contains(folder))
            .collect(Collectors.toMap(Living::pid, Function.identity()));
    return tree.values().stream()
        .sorted(Comparator.comparingInt(process -> depth(process, tree)))
        .toList();
  }

  private static int depth(Living process, Map<Long, Living> tree) {
    Living parent = tree.get(process.parent());
    return parent == null ? 0 : 1 + depth(parent, tree);
  }
}
