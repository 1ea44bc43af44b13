package io.lotusflow.build;

import io.lotusflow.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where compilers usually lie, as the path of a service or of {@code sudo} names few of them. */
final class Compilers {
  private final String path;

  /** Looks along {@code path} first. */
  Compilers(String path) {
    this.path = path;
  }

  /** Those of this process' user. */
  static Compilers ofThisProcess() {
    String home = System.getProperty("user.home");
    return new Compilers(
        String.join(
            ":",
            System.getenv().getOrDefault("PATH", ""),
            Command.BASE_ENVIRONMENT.get("PATH"),
            "/usr/local/go/bin",
            home + "/.cargo/bin",
            "/snap/bin",
            "/usr/local/cuda/bin"));
  }

  /** Every folder with that program, in the order of the path. */
  List<Path> foldersWith(String program) {
    return Stream.of(path.split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .distinct()
        .map(Path::of)
        .filter(folder -> Files.isExecutable(folder.resolve(program)))
        .toList();
  }
}
