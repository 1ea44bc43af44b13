package io.lotusflow.messages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One bundle of texts: UTF-8 properties at {@code /io/lotusflow/messages/<bundle>.en.properties}
 * and {@code .zh-CN.properties}, with {@code {0}}, {@code {1}} … as placeholders. Quotes mean
 * nothing special.
 */
public final class Messages {

  private static final Map<String, Messages> LOADED = new ConcurrentHashMap<>();

  private final String bundle;
  private final Properties texts;

  private Messages(String bundle, Properties texts) {
    this.bundle = bundle;
    this.texts = texts;
  }

  public static Messages in(Language language, String bundle) {
    return LOADED.computeIfAbsent(bundle + '.' + language.tag(), Messages::load);
  }

  /**
   * The text of a key; a key without a text is a defect that a test finds, and shows as the key
   * itself.
   */
  public String text(String key, Object... arguments) {
    String text = texts.getProperty(key, bundle + ':' + key);
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + '}', String.valueOf(arguments[i]));
    }
    return text;
  }

  public boolean has(String key) {
    return texts.containsKey(key);
  }

  /** All of the bundle. */
  public Set<String> keys() {
    return texts.stringPropertyNames();
  }

  private static Messages load(String name) {
    String resource = "/io/lotusflow/messages/" + name + ".properties";
    Properties texts = new Properties();
    try (InputStream file = Messages.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("no bundle " + resource);
      }
      texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      return new Messages(name, texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
