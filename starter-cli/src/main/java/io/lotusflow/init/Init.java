package io.lotusflow.init;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.SettingsProblem;
import io.lotusflow.settings.SettingsTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a {@code lotusflow.toml} for this machine, guided by questions. */
public final class Init {

  private final Machine machine;
  private final Language language;
  private final Asker asker;

  /**
   * @param language of the questions and of the file's comments
   */
  public Init(Machine machine, Language language, Asker asker) {
    this.machine = machine;
    this.language = language;
    this.asker = asker;
  }

  /**
   * Asks what was not given, and writes the file.
   *
   * @throws FileAlreadyExistsException before the first question, unless forced
   * @throws BadSettings if a given key does not exist, or if answers do not fit and nobody is there
   *     to correct them; nothing was written
   */
  public Written run(InitRequest request) throws IOException, BadSettings {
    SettingsFile file = new SettingsFile(request.file());
    if (!request.force()) {
      file.refuseIfThere();
    }
    List<String> keys =
        request.given().keySet().stream().filter(key -> !Answers.isStorage(key)).toList();
    SettingsTemplate.refuseUnknown(keys, "--set", language);
    Answers answers =
        new Interview(asker, language, request.given().keySet()).lead(beforehand(request));
    List<SettingsProblem> warnings = answers.settings().warnings();
    Optional<Path> backup = write(file, answers.text(), request.force());
    return new Written(request.file(), backup, remarks(warnings));
  }

  private Answers beforehand(InitRequest request) {
    return Answers.none(request.file(), language)
        .with(new Proposals(machine).all())
        .with(request.given());
  }

  private static Optional<Path> write(SettingsFile file, String text, boolean force)
      throws IOException {
    if (force) {
      return file.replace(text);
    }
    file.create(text);
    return Optional.empty();
  }

  private List<String> remarks(List<SettingsProblem> warnings) {
    Messages words = Messages.in(language, "init");
    List<String> remarks = new ArrayList<>();
    remarks.add(
        words.text("machine", machine.cpu(), machine.cores(), machine.memory(), gpus(words)));
    if (machine.shaExtensions()) {
      remarks.add(words.text("sha"));
    }
    if (machine.publicAddresses().isEmpty()) {
      remarks.add(words.text("no-public-address"));
    }
    machine.lotusRepos().forEach(repo -> remarks.add(words.text("lotus-there", repo)));
    warnings.forEach(warning -> remarks.add(warning.key() + ": " + warning.message()));
    return remarks;
  }

  private String gpus(Messages words) {
    return machine.gpus().isEmpty() ? words.text("no-gpu") : String.join(", ", machine.gpus());
  }
}
