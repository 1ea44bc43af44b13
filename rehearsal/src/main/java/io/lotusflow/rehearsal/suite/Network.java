package io.lotusflow.rehearsal.suite;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Placeholder of the stand-in network, until the real one lands. */
public final class Network implements AutoCloseable {
  private final Path folder;
  private final InetSocketAddress address;

  private Network(Path folder, InetSocketAddress address) {
    this.folder = folder;
    this.address = address;
  }

  public static Network open(Path folder, InetSocketAddress address, Duration blockDelay)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("genesis.car"), "genesis");
    return new Network(folder, address);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  public String multiaddr() {
    return "/ip4/127.0.0.1/tcp/" + address.getPort();
  }

  public Path genesis() {
    return folder.resolve("genesis.car");
  }

  public long height() {
    return System.currentTimeMillis() / 2000;
  }

  public void exportSnapshot(Path file) throws IOException {
    Files.write(file, new byte[300_000]);
  }

  public void fund(String address, BigInteger attoFil) {}

  @Override
  public void close() {}
}
