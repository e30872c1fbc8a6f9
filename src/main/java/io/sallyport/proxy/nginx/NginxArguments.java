package io.sallyport.proxy.nginx;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The command line of a master process, as its title has it
/// (<https://nginx.org/en/docs/switches.html>).
record NginxArguments(String line) {
  private static final Pattern CONFIG = Pattern.compile(" -c ?(\\S+)");
  private static final Pattern PREFIX = Pattern.compile(" -p ?(\\S+)");

  /// The directives of `-g`, up to the next option.
  private static final Pattern GLOBAL = Pattern.compile(" -g ?(.*?)(?= -[ceptTqsvV]( |$)|$)");

  /// The file that it runs, absolute or not.
  Optional<String> config() {
    return first(CONFIG);
  }

  /// What paths that are not absolute begin with.
  Optional<String> prefix() {
    return first(PREFIX);
  }

  /// Main directives that it has, which a file must not have again.
  SortedSet<String> given() {
    SortedSet<String> given = new TreeSet<>();
    Matcher global = GLOBAL.matcher(line);
    while (global.find()) {
      for (String directive : global.group(1).split(";", -1)) {
        given.add(directive.strip().split("\\s", 2)[0]);
      }
    }
    return given;
  }

  private Optional<String> first(Pattern option) {
    return option.matcher(line).results().map(found -> found.group(1)).findFirst();
  }
}
