package io.sallyport.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// All results so far, as `results.json`, as a table, and as a plot for each scenario in
/// milliseconds. A later run of the same takes an earlier one's place.
final class Report {
  static final String FLOOR = "floor";

  private static final String HEAD =
      """
      | Scenario | Containers | Condition | Of | n | Median | p90 | Max | Unit | Median : floor | p90 : floor |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;

  private final Path folder;
  private final List<Result> results;

  private Report(Path folder, List<Result> results) {
    this.folder = folder;
    this.results = results;
  }

  static Report in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path json = folder.resolve("results.json");
    List<Result> earlier =
        Files.exists(json)
            ? new JsonMapper().readValue(json.toFile(), new TypeReference<List<Result>>() {})
            : List.of();
    return new Report(folder, new ArrayList<>(earlier));
  }

  /// Keeps results, and writes everything anew.
  void add(List<Result> fresh) throws IOException {
    for (Result result : fresh) {
      results.removeIf(old ->
          old.who().equals(result.who())
              && old.scenario().equals(result.scenario())
              && old.size() == result.size()
              && old.condition().equals(result.condition())
              && old.unit().equals(result.unit()));
      results.add(result);
      System.out.println(result);
    }
    new JsonMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("results.json").toFile(), results);
    Files.writeString(folder.resolve("table.md"), table());
    Set<String> timed = new LinkedHashSet<>();
    results.stream().filter(Report::plotted).map(Result::scenario).forEach(timed::add);
    for (String scenario : timed) {
      List<Result> shown =
          results.stream()
              .filter(each -> plotted(each) && each.scenario().equals(scenario))
              .toList();
      Files.writeString(
          folder.resolve(scenario.toLowerCase(Locale.ROOT).replace(' ', '-') + ".svg"),
          Plot.of(scenario, shown));
    }
  }

  private static boolean plotted(Result result) {
    return result.unit().equals("ms") && result.samples().size() > 1;
  }

  String table() {
    StringBuilder table = new StringBuilder(HEAD);
    for (Result each : results) {
      Optional<Result> floor =
          results.stream()
              .filter(other -> other.who().equals(FLOOR) && each.rivals(other))
              .findFirst();
      table.append(
          "| %s | %d | %s | %s | %d | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  each.scenario(),
                  each.size(),
                  each.condition(),
                  each.who(),
                  each.samples().size(),
                  number(each.median()),
                  number(each.p90()),
                  number(each.max()),
                  each.unit(),
                  floor.map(other -> ratio(each.median(), other.median())).orElse(""),
                  floor.map(other -> ratio(each.p90(), other.p90())).orElse("")));
    }
    return table.toString();
  }

  private static String number(double value) {
    return (value == Math.rint(value) || value >= 100 ? "%.0f" : "%.1f").formatted(value);
  }

  private static String ratio(double value, double of) {
    return of == 0 ? "" : "%.2f".formatted(value / of);
  }
}
