package io.sallyport.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What processes of this machine have used, as `/proc` says it.
///
/// @param jiffies of processor time, a hundredth of a second each
/// @param mebibytes resident now
record Usage(long jiffies, double mebibytes) {

  static Usage of(List<Long> processes) {
    long jiffies = 0;
    long kilobytes = 0;
    for (long each : processes) {
      Path process = Path.of("/proc", Long.toString(each));
      try {
        String stat = Files.readString(process.resolve("stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        jiffies += Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
        kilobytes +=
            Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return new Usage(jiffies, kilobytes / 1024.0);
  }

  /// The engine's own, which the commands that it starts come and go beside.
  static List<Long> engine() {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(each -> each.toString().matches("/proc/\\d+")).toList()) {
        String name = nameOf(process);
        if (name.equals("dockerd") || name.equals("containerd")) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return found;
  }

  private static String nameOf(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
