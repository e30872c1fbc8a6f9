package io.sallyport.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What this process uses. `/proc` is Linux's; what cannot be read there is left out.
final class OwnProcess {
  private static final Path PROC = Path.of("/proc/self");
  private static final String RESIDENT = "VmRSS:";

  private OwnProcess() {}

  static void into(Readings.Sink sink) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    self.startInstant().ifPresent(start -> sink.put(Metric.PROCESS_START, Readings.seconds(start)));
    self.totalCpuDuration()
        .ifPresent(used -> sink.put(Metric.PROCESS_CPU, used.toMillis() / 1000.0));
    try (Stream<Path> files = Files.list(PROC.resolve("fd"));
        Stream<String> lines = Files.lines(PROC.resolve("status"))) {
      sink.put(Metric.PROCESS_FILES, (double) files.count());
      lines
          .filter(line -> line.startsWith(RESIDENT))
          .findFirst()
          .ifPresent(line -> sink.put(Metric.PROCESS_MEMORY, kilobytes(line) * 1024.0));
    } catch (IOException elsewhere) {
      // Not on Linux.
    }
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    put(sink, memory.getHeapMemoryUsage(), "heap");
    put(sink, memory.getNonHeapMemoryUsage(), "nonheap");
    sink.put(Metric.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static void put(Readings.Sink sink, MemoryUsage usage, String area) {
    sink.put(Metric.JVM_MEMORY, (double) usage.getUsed(), area);
    if (usage.getMax() >= 0) {
      sink.put(Metric.JVM_MEMORY_MAX, (double) usage.getMax(), area);
    }
  }

  private static long kilobytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
