package io.lotusflow.download;

/**
 * How much of the network a download takes.
 *
 * @param connections at once, over all servers
 * @param bytesPerSecond of all of them together; 0 = as fast as it goes
 * @param rangeBytes what one request asks for: so much at most of each connection's work is lost
 *     when the process dies
 */
public record Limits(int connections, long bytesPerSecond, int rangeBytes) {
  private static final int RANGE = 8 << 20;

  public Limits(int connections, long bytesPerSecond) {
    this(connections, bytesPerSecond, RANGE);
  }
}
