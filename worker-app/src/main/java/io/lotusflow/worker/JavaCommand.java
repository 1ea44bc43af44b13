package io.lotusflow.worker;

import io.lotusflow.home.ClassArchive;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines for other processes of this same program: same Java, same class path. */
final class JavaCommand {

  /** Little memory and a quick start before throughput. */
  private static final List<String> SUPERVISOR =
      List.of(
          "-Xmx32m",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=16m",
          "-Xshare:auto");

  /**
   * Mostly it waits, with two thirds of its heap for nothing but garbage if it were let: a small
   * young generation, and an old one that shrinks when it is cleaned ({@link SpareMemory}). The
   * better compiler is for loops that hash: what comes by ten times a minute is not worth its work.
   */
  private static final List<String> WORKER =
      List.of(
          "-Xmx96m",
          "-Xms28m",
          "-Xmn12m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
          "-XX:-ShrinkHeapInSteps",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=32m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dio.grpc.netty.shaded.io.netty.allocator.numDirectArenas=1",
          "-Dlogback.configurationFile=lotusflow-worker-logback.xml");

  private static final List<String> CODEC =
      List.of(
          "-Xmx64m",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=16m");

  private JavaCommand() {}

  static List<String> supervisor(List<String> arguments) {
    return line(SUPERVISOR, ClassArchive.flags(), UpMain.class.getName(), arguments);
  }

  static List<String> worker(String mainClass, List<String> arguments) {
    return line(WORKER, ClassArchive.flagsOfWorker(), mainClass, arguments);
  }

  static List<String> codec(List<String> arguments) {
    return line(CODEC, ClassArchive.flags(), CodecMain.class.getName(), arguments);
  }

  private static List<String> line(
      List<String> settings, List<String> archive, String mainClass, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(settings);
    line.addAll(archive);
    line.add("-cp");
    line.add(classPath());
    line.add(mainClass);
    line.addAll(arguments);
    return line;
  }

  /** Absolute, because the other process runs in another folder. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
