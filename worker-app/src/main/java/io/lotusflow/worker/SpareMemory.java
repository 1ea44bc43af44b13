package io.lotusflow.worker;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the machine back what work has left behind in this process: the collector of a worker that
 * idles has no reason to run, and the C library keeps what compilers freed.
 */
final class SpareMemory {

  private static final Logger log = LoggerFactory.getLogger(SpareMemory.class);

  private SpareMemory() {}

  static void giveBack() {
    System.gc();
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "systemTrimNativeHeap",
              new Object[0],
              new String[0]);
    } catch (JMException notInThisJava) {
      log.debug("native memory stays", notInThisJava);
    }
  }
}
