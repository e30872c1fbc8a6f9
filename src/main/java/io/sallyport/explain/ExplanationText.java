package io.sallyport.explain;

import io.sallyport.explain.Explanation.ByProxy;
import io.sallyport.explain.Explanation.Note;
import io.sallyport.explain.Explanation.Route;
import io.sallyport.explain.Explanation.Standing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Explanations as text for a terminal: a block for each container.
///
/// @param signs whether the reader's terminal shows signs such as a tick; else words stand alone
/// @param colours whether it shows colours
public record ExplanationText(boolean signs, boolean colours) {
  private static final Pattern FRACTION = Pattern.compile("\\.\\d+");
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String RED = "31";
  private static final String FAINT = "2";
  private static final String BOLD = "1";

  /// All of them, then a line that counts.
  public String all(List<Explanation> explanations, List<Note> general) {
    return blocks(explanations, general) + count(explanations) + "\n";
  }

  /// Those that ask something of this Sallyport, then a line that counts all.
  public String asking(List<Explanation> explanations, List<Note> general) {
    List<Explanation> asking =
        explanations.stream().filter(each -> each.standing() != Standing.NOT_ASKED).toList();
    boolean more = asking.size() < explanations.size();
    return blocks(asking, general)
        + count(explanations)
        + (more ? "; --all lists the ignored ones too\n" : "\n");
  }

  private String blocks(List<Explanation> explanations, List<Note> general) {
    StringBuilder text = new StringBuilder();
    explanations.forEach(each -> text.append(one(each)));
    general.forEach(note -> text.append(note(note)).append('\n'));
    return text.toString();
  }

  /// One block; each line ends with a newline.
  public String one(Explanation each) {
    return one(each, shownAs(each));
  }

  /// The same, with the sign and colour of another standing.
  public String one(Explanation each, Standing shownAs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        heading(each.name(), each.standing(), shownAs)
            + (each.standing() == Standing.NOT_ASKED ? ": " + harmless(each.reason()) : ""));
    if (each.standing() != Standing.NOT_ASKED) {
      if (!each.reason().isEmpty()) {
        lines.add("    why: " + harmless(each.reason()));
      }
      if (!each.advice().isEmpty()) {
        lines.add("    do:  " + harmless(each.advice()));
      }
    }
    String asked = each.standing() == Standing.NOT_ROUTED ? "    wants: " : "    ";
    each.routes().forEach(route -> lines.add(asked + route(each, route)));
    each.notes().stream()
        .filter(note -> !each.reason().contains(note.message()))
        .forEach(note -> lines.add("    " + note(note)));
    return String.join("\n", lines) + "\n";
  }

  /// A proxy that is not as it should be is shown as a site is that is not served.
  private static Standing shownAs(Explanation each) {
    return each.standing() == Standing.PROXY && !each.reason().isEmpty()
        ? Standing.NOT_ROUTED
        : each.standing();
  }

  /// The first line of a block, without its end.
  public String heading(String name, Standing standing) {
    return heading(name, standing, standing);
  }

  private String heading(String name, Standing standing, Standing shownAs) {
    String colour = colour(shownAs);
    return "%s%s: %s"
        .formatted(
            signs ? paint(colour, sign(shownAs)) + " " : "",
            paint(BOLD, name),
            paint(colour, standing.words()));
  }

  private static String route(Explanation each, Route route) {
    String also =
        route.aliases().isEmpty() ? "" : " (also " + String.join(", ", route.aliases()) + ")";
    return route.host() + route.root() + also + " " + way(each, route);
  }

  /// How a container is reached: `at 172.18.0.5:80 through network web; by edge since …`. In a
  /// Swarm it says on which node. Where it is known what the proxies run, those that do not run it
  /// are named apart.
  public static String way(Explanation each, Route route) {
    StringBuilder line = new StringBuilder("at ").append(route.address());
    if (!each.node().isEmpty()) {
      line.append(" on node ").append(harmless(each.node()));
    }
    line.append(" through ").append(route.through());
    if (route.weight() != 1) {
      line.append(", weight ").append(route.weight());
    }
    if (route.backup()) {
      line.append(", backup");
    }
    if (!each.health().equals("none")) {
      line.append(", ").append(each.health());
    }
    if (route.draining()) {
      line.append(", draining as the last server");
    }
    boolean known =
        each.standing() != Standing.ROUTED
            || each.routes().stream()
                .anyMatch(way -> way.proxies().stream().anyMatch(ByProxy::running));
    append(line, "; by ", route.proxies().stream().filter(by -> !known || by.running()));
    append(line, "; not by ", route.proxies().stream().filter(by -> known && !by.running()));
    return line
        + route.failures().stream()
            .map(failures -> "\n      " + failures.proxy() + ": " + failures.text())
            .collect(Collectors.joining());
  }

  private static void append(StringBuilder line, String before, Stream<ByProxy> proxies) {
    String names = proxies.map(ExplanationText::proxy).collect(Collectors.joining(", "));
    line.append(names.isEmpty() ? "" : before + names);
  }

  private static String proxy(ByProxy proxy) {
    String since = FRACTION.matcher(proxy.since()).replaceFirst("");
    return since.isEmpty() ? proxy.name() : proxy.name() + " since " + since;
  }

  /// A finding in one line.
  public String note(Note note) {
    String colour =
        switch (note.severity()) {
          case "error" -> RED;
          case "warning" -> YELLOW;
          default -> FAINT;
        };
    return paint(colour, note.severity())
        + ": "
        + (note.label().isEmpty() ? "" : "label " + harmless(note.label()) + ": ")
        + harmless(note.message())
        + (note.advice().isEmpty() ? "" : "; " + harmless(note.advice()));
  }

  /// What a proxy has said may hold anything, also what terminals obey.
  private static String harmless(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String count(List<Explanation> explanations) {
    Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
    explanations.forEach(each -> counts.merge(each.standing(), 1, Integer::sum));
    String parts =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + words(count.getKey(), count.getValue()))
            .collect(Collectors.joining(", "));
    return "Containers: " + explanations.size() + (parts.isEmpty() ? "" : " (" + parts + ")");
  }

  private static String words(Standing standing, int count) {
    return standing == Standing.PROXY && count > 1 ? "proxies" : standing.words();
  }

  private static String sign(Standing standing) {
    return switch (standing) {
      case ROUTED, PROXY -> "\u2713";
      case NOT_ROUTED -> "\u2717";
      case WAITING -> "\u2026";
      case NOT_RUNNING, NOT_ASKED -> "-";
    };
  }

  private static String colour(Standing standing) {
    return switch (standing) {
      case ROUTED, PROXY -> GREEN;
      case NOT_ROUTED -> RED;
      case WAITING -> YELLOW;
      case NOT_RUNNING, NOT_ASKED -> FAINT;
    };
  }

  private String paint(String colour, String text) {
    return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
