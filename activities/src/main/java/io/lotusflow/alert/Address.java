package io.lotusflow.alert;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * Where to send to, from a file of mode 0600. Read anew for each attempt, so that mending the file
 * is all there is to do, and never printed: {@code toString} of a record would show the token.
 */
final class Address {

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final URI url;
  private final String secret;
  private final Optional<URI> proxy;

  private Address(URI url, String secret, Optional<URI> proxy) {
    this.url = url;
    this.secret = secret;
    this.proxy = proxy;
  }

  static Address read(String path) {
    Path file = Path.of(path);
    refuseUnlessPrivate(file);
    TomlParseResult toml = parsed(file);
    String url = text(toml, file, "url").orElseThrow(() -> bad(file, "it has no url"));
    return new Address(
        uri(file, "url", url),
        text(toml, file, "secret").orElse(""),
        text(toml, file, "proxy").map(proxy -> uri(file, "proxy", proxy)));
  }

  URI url() {
    return url;
  }

  /** Empty where the service does not sign. */
  String secret() {
    return secret;
  }

  Optional<URI> proxy() {
    return proxy;
  }

  /** Everything that must not appear in any text. */
  List<String> secrets() {
    return Stream.of(url.toString(), url.getRawPath(), url.getRawQuery(), secret)
        .filter(text -> text != null && text.length() > 1)
        .toList();
  }

  private static void refuseUnlessPrivate(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNER.containsAll(mode)) {
        throw AlertProblem.ALERT_FILE_OPEN.because(file, PosixFilePermissions.toString(mode));
      }
    } catch (IOException e) {
      throw bad(file, "it is not there");
    }
  }

  /** What the parser says of a mistake could quote the token. */
  private static TomlParseResult parsed(Path file) {
    try {
      TomlParseResult toml = Toml.parse(file);
      if (toml.hasErrors()) {
        throw bad(file, "line " + toml.errors().get(0).position().line() + " is not TOML");
      }
      return toml;
    } catch (IOException e) {
      throw bad(file, "it cannot be read");
    }
  }

  private static Optional<String> text(TomlParseResult toml, Path file, String key) {
    Object value = toml.get(List.of(key));
    if (value != null && !(value instanceof String)) {
      throw bad(file, key + " is not a text in quotes");
    }
    return Optional.ofNullable((String) value).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static URI uri(Path file, String key, String text) {
    if (!text.matches("https?://[^\\s/]+(/\\S*)?")) {
      throw bad(file, key + " does not begin with http:// or https://");
    }
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw bad(file, key + " is not a URL");
    }
  }

  private static RuntimeException bad(Path file, String why) {
    return AlertProblem.ALERT_FILE_BAD.because(file, why);
  }
}
