package io.lotusflow.messages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A bundle of texts as its two files say it, read without the class that is judged. */
record Bundle(String name) {

  private static final String FOLDER = "io/lotusflow/messages";
  private static final String ENGLISH = ".en.properties";

  /** All bundles of all modules on the class path, in whichever language they are. */
  static List<Bundle> all() {
    try {
      TreeSet<String> names = new TreeSet<>();
      for (URL place : Collections.list(Bundle.class.getClassLoader().getResources(FOLDER))) {
        filesIn(place.toURI()).stream()
            .filter(file -> file.endsWith(".properties"))
            .map(file -> file.substring(0, file.indexOf('.')))
            .forEach(names::add);
      }
      return names.stream().map(Bundle::new).toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, String> english() {
    return texts(ENGLISH);
  }

  Map<String, String> chinese() {
    return texts(".zh-CN.properties");
  }

  /** Keys that stand twice in a file: only the last counts. */
  List<String> twice() {
    List<String> twice = new ArrayList<>();
    for (String language : List.of(ENGLISH, ".zh-CN.properties")) {
      load(
          language,
          new Properties() {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Object put(Object key, Object value) {
              if (containsKey(key)) {
                twice.add(key + language);
              }
              return super.put(key, value);
            }
          });
    }
    return twice;
  }

  private Map<String, String> texts(String language) {
    Properties texts = new Properties();
    load(language, texts);
    Map<String, String> sorted = new TreeMap<>();
    texts.stringPropertyNames().forEach(key -> sorted.put(key, texts.getProperty(key)));
    return sorted;
  }

  private void load(String language, Properties into) {
    String file = '/' + FOLDER + '/' + name + language;
    try (InputStream bytes = Bundle.class.getResourceAsStream(file)) {
      if (bytes == null) {
        throw new AssertionError("there is no " + file);
      }
      into.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> filesIn(URI place) throws IOException {
    if (!place.getScheme().equals("jar")) {
      return namesIn(Path.of(place));
    }
    try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
      return namesIn(jar.getPath(FOLDER));
    }
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
