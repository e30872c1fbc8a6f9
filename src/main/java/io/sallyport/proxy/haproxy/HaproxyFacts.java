package io.sallyport.proxy.haproxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What `haproxy-probe.sh` says of a container, read totally: what is not understood is not said,
/// so that a proxy that lies, or says nothing, costs itself.
final class HaproxyFacts {
  private static final int LONGEST_LINE = 1024;
  private static final int MOST_LINES = 200;
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/+-]{1,200}");
  private static final Pattern AFTER_NUMBER = Pattern.compile("[-+~].*");
  private static final String SOCKET = "/sallyport.sock";

  private final Map<String, String> said = new HashMap<>();
  private final List<String> files = new ArrayList<>();

  private HaproxyFacts() {}

  static HaproxyFacts read(String output) {
    HaproxyFacts facts = new HaproxyFacts();
    output
        .lines()
        .limit(MOST_LINES)
        .filter(line -> line.length() <= LONGEST_LINE)
        .forEach(line -> {
          String[] words = line.split(" ", 2);
          String value = words.length > 1 ? words[1] : "";
          facts.said.putIfAbsent(words[0], value);
          if (words[0].equals("file") && PATH.matcher(value).matches()) {
            facts.files.add(value);
          }
        });
    return facts;
  }

  private boolean says(String fact) {
    return said.containsKey(fact);
  }

  /// Whether a master process with a worker runs, so that all that can be known is.
  boolean complete() {
    return says("master") && says("end");
  }

  HaproxyCapabilities capabilities() {
    return new HaproxyCapabilities(
        AFTER_NUMBER.matcher(said.getOrDefault("version", "")).replaceFirst(""),
        "0".equals(said.get("uid")) && says("account"),
        says("ipv6"),
        Optional.ofNullable(said.get("place")).map(place -> place + SOCKET));
  }

  /// Why no configuration can be brought to it, in words, with what to do; empty where one can.
  ///
  /// @param live where Sallyport writes the configuration
  Optional<String> problem(String live) {
    String directory = live.substring(0, Math.max(1, live.lastIndexOf('/')));
    if (says("no-haproxy")) {
      return Optional.of(
          "it has the label of a proxy, but no HAProxy: no master process runs in it and no program"
              + " `haproxy` is on its PATH; take the label off, or give it an image with HAProxy");
    } else if (says("no-master")) {
      return Optional.of(
          "its HAProxy runs without a master process, which alone can reload it; start it with -W, as"
              + " the official image does");
    } else if (says("live-is-directory")) {
      return Optional.of(
          "%s is a directory in it (Docker makes one where a file to mount is missing); mount a"
                  .formatted(live)
              + " directory at %s instead of a file".formatted(directory));
    } else if (says("live-is-mounted")) {
      return Optional.of(
          "%s is mounted into it as a single file, which cannot be replaced; mount a directory at %s"
              .formatted(live, directory));
    } else if (says("master") && !says("same-file") && !files.isEmpty()) {
      return Optional.of(
          "its HAProxy runs %s, but the setting `ConfigPath` is %s, which it never reads; write"
                  .formatted(files.getFirst(), live)
              + " ConfigPath = \"%s\" into its extension".formatted(files.getFirst()));
    } else if (says("no-directory")) {
      return Optional.of("there is no directory %s in it; make it".formatted(directory));
    } else if (says("not-writable")) {
      return Optional.of(
          "its user cannot write to %s; start it as root, or run a file in a directory that is its"
                  .formatted(directory)
              + " user's, such as /var/lib/haproxy (docs/haproxy.md)");
    }
    return Optional.empty();
  }
}
