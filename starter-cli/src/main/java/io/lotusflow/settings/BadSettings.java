package io.lotusflow.settings;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Settings that cannot be used; has every problem of the file, in its order. */
public final class BadSettings extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<SettingsProblem> problems;

  BadSettings(List<SettingsProblem> problems) {
    super(problems.stream().map(SettingsProblem::toString).collect(joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<SettingsProblem> problems() {
    return problems;
  }
}
