package io.lotusflow;

final class X {
  private X() {}
}
