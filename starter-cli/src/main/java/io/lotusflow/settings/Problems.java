package io.lotusflow.settings;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlPosition;

/** Collects what is wrong with one file, in words. */
final class Problems {

  private static final Comparator<SettingsProblem> BY_PLACE =
      Comparator.comparingInt(SettingsProblem::line).thenComparingInt(SettingsProblem::column);

  private final Path file;
  private final Messages words;
  private final List<SettingsProblem> errors = new ArrayList<>();
  private final List<SettingsProblem> warnings = new ArrayList<>();

  Problems(Path file, Language language) {
    this.file = file;
    this.words = Messages.in(language, "settings");
  }

  void refuse(TomlPosition at, String key, Refused why) {
    errors.add(problem(at, key, why));
  }

  void warn(TomlPosition at, String key, Refused why) {
    warnings.add(problem(at, key, why));
  }

  List<SettingsProblem> errors() {
    return errors.stream().distinct().sorted(BY_PLACE).toList();
  }

  List<SettingsProblem> warnings() {
    return warnings.stream().distinct().sorted(BY_PLACE).toList();
  }

  private SettingsProblem problem(TomlPosition at, String key, Refused why) {
    Optional<String> nearest = why.nearest();
    String message = words.text(why.getMessage(), why.arguments());
    String hint = nearest.map(name -> words.text("did-you-mean", name)).orElse("");
    return new SettingsProblem(file, at.line(), at.column(), key, message + hint, nearest);
  }
}
