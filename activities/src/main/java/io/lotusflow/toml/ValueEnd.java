package io.lotusflow.toml;

/** Finds where a TOML value ends: strings of four kinds, arrays over several lines, comments. */
final class ValueEnd {
  private final String text;
  private int at;

  private ValueEnd(String text) {
    this.text = text;
  }

  /** The offset after the value that the text begins with; what follows is space or a comment. */
  static int of(String text) {
    ValueEnd scan = new ValueEnd(text);
    scan.value();
    return scan.at;
  }

  private void value() {
    if (!string() && !bracketed()) {
      while (at < text.length() && "#,]}\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
        at--;
      }
    }
  }

  private boolean string() {
    for (String quote : new String[] {"\"\"\"", "'''", "\"", "'"}) {
      if (text.startsWith(quote, at)) {
        at += quote.length();
        skipTo(quote);
        return true;
      }
    }
    return false;
  }

  private void skipTo(String quote) {
    while (at < text.length() && !text.startsWith(quote, at)) {
      at += quote.charAt(0) == '"' && text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + quote.length(), text.length());
    // Up to two quotes may stand right before the closing three.
    while (quote.length() == 3 && at < text.length() && text.charAt(at) == quote.charAt(0)) {
      at++;
    }
  }

  private boolean bracketed() {
    if (at >= text.length() || "[{".indexOf(text.charAt(at)) < 0) {
      return false;
    }
    int depth = 0;
    do {
      char letter = text.charAt(at);
      if (string()) {
        continue;
      }
      if (letter == '#') {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
        continue;
      }
      if ("[{".indexOf(letter) >= 0) {
        depth++;
      } else if ("]}".indexOf(letter) >= 0) {
        depth--;
      }
      at++;
    } while (depth > 0 && at < text.length());
    return true;
  }
}
