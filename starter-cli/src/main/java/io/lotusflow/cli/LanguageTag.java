package io.lotusflow.cli;

import io.lotusflow.messages.Language;
import picocli.CommandLine;

/** The value of {@code --lang}. */
final class LanguageTag implements CommandLine.ITypeConverter<Language> {

  @Override
  public Language convert(String tag) {
    return Speech.byTag(tag)
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "expected en or zh-CN but was '" + tag + "'"));
  }
}
