package io.lotusflow.cli;

import io.lotusflow.messages.Language;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
final class GlobalOptions {

  /** How data is written on standard output. */
  enum Format {
    text,
    json,
    jsonl
  }

  /** When there are colours and redrawing. */
  enum Color {
    auto,
    always,
    never
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|jsonl",
      defaultValue = "text",
      scope = ScopeType.INHERIT)
  private Format output = Format.text;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      scope = ScopeType.INHERIT)
  private Color color = Color.auto;

  @Option(names = "--lang", paramLabel = "en|zh-CN", scope = ScopeType.INHERIT)
  private Optional<Language> lang = Optional.empty();

  @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT)
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      converter = HostAndPort.class,
      scope = ScopeType.INHERIT)
  private Optional<String> address = Optional.empty();

  @Option(names = "--namespace", paramLabel = "NAME", scope = ScopeType.INHERIT)
  private Optional<String> namespace = Optional.empty();

  @Option(names = "--no-input", scope = ScopeType.INHERIT)
  private boolean noInput;

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT)
  private boolean yes;

  @Option(names = "--dry-run", scope = ScopeType.INHERIT)
  private boolean dryRun;

  @Option(names = "--debug", scope = ScopeType.INHERIT)
  private boolean debug;

  Format output() {
    return output;
  }

  Color color() {
    return color;
  }

  Optional<Language> lang() {
    return lang;
  }

  Optional<Path> config() {
    return config;
  }

  Optional<String> address() {
    return address;
  }

  Optional<String> namespace() {
    return namespace;
  }

  boolean noInput() {
    return noInput;
  }

  boolean yes() {
    return yes;
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean debug() {
    return debug;
  }
}
