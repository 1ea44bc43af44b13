package io.lotusflow.rehearsal.suite.rpc;

import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes in pieces, each with its length before it; an empty piece says that it is all. */
final class FramedOutput extends FilterOutputStream {
  private final DataOutputStream frames;

  FramedOutput(OutputStream out) {
    super(out);
    this.frames = new DataOutputStream(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > 0) {
      frames.writeInt(length);
      frames.write(bytes, from, length);
    }
  }

  void end() throws IOException {
    frames.writeInt(0);
    frames.flush();
  }
}
