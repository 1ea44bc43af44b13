package io.lotusflow.download;

import io.lotusflow.process.ProcessId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which ranges of a file are whole, one line each. {@code here 7 BOOT}: the system has it, which
 * outlives this process but not the machine's power; {@code safe 7}: the disk has it; {@code lost
 * 7}: it is wrong. A line that was cut off when the power went counts for nothing.
 */
final class RangeJournal implements Closeable {
  private static final Pattern LINE = Pattern.compile("(here|safe|lost) (\\d{1,9})(?: (\\S+))?");

  private final FileChannel channel;
  private final String boot = ProcessId.currentBoot();
  private final BitSet finished = new BitSet();

  private RangeJournal(FileChannel channel) {
    this.channel = channel;
  }

  static RangeJournal open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    RangeJournal journal = new RangeJournal(channel);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int whole = text.lastIndexOf('\n') + 1;
    text.substring(0, whole).lines().forEach(journal::take);
    channel.truncate(whole);
    channel.position(whole);
    return journal;
  }

  private void take(String line) {
    Matcher words = LINE.matcher(line);
    if (words.matches()) {
      int number = Integer.parseInt(words.group(2));
      switch (words.group(1)) {
        case "safe" -> finished.set(number);
        case "lost" -> finished.clear(number);
        default -> {
          if (boot.equals(words.group(3))) {
            finished.set(number);
          }
        }
      }
    }
  }

  /** As they were when it was opened. */
  BitSet finished() {
    return (BitSet) finished.clone();
  }

  void here(int number) throws IOException {
    append("here " + number + ' ' + boot + '\n');
  }

  /** Their bytes must be on disk by now; on disk itself when this returns. */
  void safe(List<Integer> numbers) throws IOException {
    StringBuilder lines = new StringBuilder();
    numbers.forEach(number -> lines.append("safe ").append(number).append('\n'));
    append(lines.toString());
    channel.force(false);
  }

  /** On disk when this returns. */
  void lost(int number) throws IOException {
    append("lost " + number + '\n');
    channel.force(false);
  }

  void clear() throws IOException {
    finished.clear();
    channel.truncate(0);
    channel.force(false);
  }

  /** One write for whole lines: connections do not write into each other's. */
  private synchronized void append(String lines) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
