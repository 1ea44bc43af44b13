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

  private static final List<String> WORKER =
      List.of(
          "-Xmx96m",
          "-Xmn12m", // an idle worker fills all of it before it is collected
          "-Xss512k",
          "-XX:+UseSerialGC",
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
    return line(SUPERVISOR, UpMain.class.getName(), arguments);
  }

  static List<String> worker(String mainClass, List<String> arguments) {
    return line(WORKER, mainClass, arguments);
  }

  static List<String> codec(List<String> arguments) {
    return line(CODEC, CodecMain.class.getName(), arguments);
  }

  private static List<String> line(
      List<String> settings, String mainClass, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(settings);
    line.addAll(ClassArchive.flags());
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
