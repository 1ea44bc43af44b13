package io.lotusflow.messages;

import java.util.Locale;

/** The languages people are spoken to in. */
public enum Language {
  ENGLISH("en"),
  CHINESE("zh-CN");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** As in settings and {@code --lang}. */
  public String tag() {
    return tag;
  }

  /** Chinese for any Chinese locale, else English. */
  public static Language of(Locale locale) {
    return "zh".equals(locale.getLanguage()) ? CHINESE : ENGLISH;
  }
}
