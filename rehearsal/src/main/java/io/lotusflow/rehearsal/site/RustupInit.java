package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** The installer of Rust, with its digest beside it, as static.rust-lang.org has it. */
final class RustupInit {
  private final Download installer;

  RustupInit() throws IOException {
    String script = Scripts.text("rustup-init").replace("@RUSTUP@\n", Scripts.text("rustup"));
    installer = Download.of(script.getBytes(UTF_8));
  }

  void answer(Answer answer) throws IOException {
    switch (answer.path()) {
      case "/rustup/rustup-init" -> answer.download(installer);
      case "/rustup/rustup-init.sha256" -> answer.text(200, installer.sha256() + " *rustup-init\n");
      default -> answer.notFound();
    }
  }
}
