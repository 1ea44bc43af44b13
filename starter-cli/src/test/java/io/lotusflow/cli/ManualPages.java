package io.lotusflow.cli;

import io.lotusflow.messages.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes what the build makes of the command tree: a manual page per command and language, in
 * AsciiDoc, and the completion scripts. They come from the very texts that {@code --help} shows.
 */
public final class ManualPages {

  private final Path home;

  ManualPages(Path home) {
    this.home = home;
  }

  /** The first argument is the folder for {@code adoc} and {@code completion}. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    ManualPages pages = new ManualPages(folder.resolve("nobody"));
    for (Language language : Language.values()) {
      pages.write(language, folder.resolve("adoc").resolve(language.tag()));
    }
    Path completion = Files.createDirectories(folder.resolve("completion"));
    Files.writeString(completion.resolve("lotusflow.bash"), pages.completion("bash"));
    Files.writeString(completion.resolve("lotusflow.zsh"), pages.completion("zsh"));
  }

  void write(Language language, Path folder) {
    try {
      Files.createDirectories(folder);
      CommandLine all =
          Commands.of(SessionOf.nobody(home), List.of()).setResourceBundle(Main.help(language));
      int exit =
          ManPageGenerator.generateManPage(
              folder.toFile(), null, new boolean[0], true, all.getCommandSpec());
      if (exit != CommandLine.ExitCode.OK) {
        throw new IllegalStateException("manual pages: code " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String completion(String shell) {
    return Cli.call(home, "completion", shell).out();
  }
}
