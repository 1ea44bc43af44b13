package io.lotusflow.rehearsal.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The content of one commit: files by path, and submodules by path. */
final class Tree {
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> submodules = new TreeMap<>();

  /** Adds a folder of our resources, out of a jar or a classes folder alike. */
  Tree resources(String folder, String anyFileInIt, String under) throws IOException {
    return resources(folder, anyFileInIt, under, path -> true);
  }

  /**
   * Adds the classes of one package, but those of Hadoop's, whose own classes would be needed to
   * load them.
   */
  Tree classes(String folder, String anyFileInIt, String under) throws IOException {
    return resources(
        folder,
        anyFileInIt,
        under,
        path ->
            path.getNameCount() == 1
                && path.toString().endsWith(".class")
                && !path.toString().matches(".*(Hadoop|Codec).*"));
  }

  private Tree resources(String folder, String anyFileInIt, String under, Predicate<Path> wanted)
      throws IOException {
    String location = folder + '/' + anyFileInIt;
    URI uri;
    try {
      uri = Objects.requireNonNull(Tree.class.getResource(location), location).toURI();
    } catch (URISyntaxException e) {
      throw new IOException(location + " lies at an address that is no URI", e);
    }
    if (uri.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        add(rootOf(jar.provider().getPath(uri), anyFileInIt), under, wanted);
      }
    } else {
      add(rootOf(Path.of(uri), anyFileInIt), under, wanted);
    }
    return this;
  }

  Tree text(String path, String text) {
    return bytes(path, text.getBytes(UTF_8));
  }

  Tree bytes(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  Tree submodule(String path, String commit) {
    submodules.put(path, commit);
    return this;
  }

  Map<String, byte[]> files() {
    return files;
  }

  Map<String, String> submodules() {
    return submodules;
  }

  private static Path rootOf(Path file, String relative) {
    Path root = file;
    for (int i = 0; i < Path.of(relative).getNameCount(); i++) {
      root = root.getParent();
    }
    return root;
  }

  private void add(Path root, String under, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        Path path = root.relativize(file);
        if (wanted.test(path)) {
          files.put(under + nameInRepository(path.toString()), Files.readAllBytes(file));
        }
      }
    }
  }

  /**
   * Packagers leave files such as .gitignore out of their own accord, so ours are called
   * dot-gitignore.
   */
  private static String nameInRepository(String resource) {
    return resource.replaceFirst("(^|/)dot-", "$1.");
  }
}
