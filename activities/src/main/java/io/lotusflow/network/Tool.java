package io.lotusflow.network;

/** Programs that go out to the internet for us. */
public enum Tool {
  GIT,
  GO,
  CARGO,
  RUSTUP,
  APT
}
