package io.lotusflow.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Numbers of CPUs as the kernel, {@code taskset -c} and {@code CPUAffinity=} write them: {@code
 * 0-3,8}.
 *
 * @param cpus ascending, each once
 */
public record CpuList(List<Integer> cpus) {

  public CpuList {
    cpus = List.copyOf(new TreeSet<>(cpus));
  }

  /** In any order. */
  public static CpuList of(Collection<Integer> cpus) {
    return new CpuList(List.copyOf(cpus));
  }

  /** Reads such a list; empty of an empty text. */
  public static CpuList parse(String text) {
    return text.isBlank()
        ? new CpuList(List.of())
        : of(Stream.of(text.strip().split(",", -1)).flatMap(CpuList::range).toList());
  }

  private static Stream<Integer> range(String text) {
    String[] ends = text.strip().split("-", 2);
    int first = Integer.parseInt(ends[0]);
    return IntStream.rangeClosed(first, ends.length == 1 ? first : Integer.parseInt(ends[1]))
        .boxed();
  }

  @Override
  public String toString() {
    List<String> ranges = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= cpus.size(); i++) {
      if (i == cpus.size() || cpus.get(i) != cpus.get(i - 1) + 1) {
        boolean alone = i - 1 == first;
        ranges.add(alone ? cpus.get(first).toString() : cpus.get(first) + "-" + cpus.get(i - 1));
        first = i;
      }
    }
    return String.join(",", ranges);
  }
}
