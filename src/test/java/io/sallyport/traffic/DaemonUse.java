package io.sallyport.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process uses, as Linux says it.
///
/// @param mebibytes resident
/// @param files open ones, sockets among them
record DaemonUse(long mebibytes, long threads, long files) {
  private static final long KILO = 1024;

  static DaemonUse of(Sallyport sallyport) throws IOException {
    Path process = Path.of("/proc", Long.toString(sallyport.pid()));
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return new DaemonUse(
          number(process, "VmRSS:") / KILO, number(process, "Threads:"), open.count());
    }
  }

  @Override
  public String toString() {
    return "%d MiB resident, %d threads, %d open files".formatted(mebibytes, threads, files);
  }

  private static long number(Path process, String name) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
