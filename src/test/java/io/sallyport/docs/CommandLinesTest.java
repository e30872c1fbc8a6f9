package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Main;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

/// What documents tell people to type exists.
class CommandLinesTest {
  /// The last `sallyport` of a line, as a program or an image, and what follows, up to what a shell
  /// takes for itself.
  private static final Pattern TOLD =
      Pattern.compile(
          ".*(?:^|(?<!--name)[\\s/@(])sallyport(?::\\S+)?(?! +(?:java @|sallyport)) +([^|>;&#<)']*).*");

  private static final Set<String> COMMANDS = Main.commands().getSubcommands().keySet();

  /// Words that stand for others.
  private static final Pattern STANDS_FOR_ANY =
      Pattern.compile("COMMAND|ARGS|ARGUMENTS|…|\\.\\.\\.|\\.");

  /// The arguments that a piece of code gives to Sallyport.
  private static Optional<List<String>> told(String code) {
    Matcher line = TOLD.matcher(code);
    if (!line.matches()) {
      return Optional.empty();
    }
    String arguments = line.group(1).replaceFirst(" \\d$", "").strip();
    List<String> words = List.of(arguments.split("\\s+"));
    boolean usable =
        !arguments.isEmpty()
            && words.getFirst().matches("-.+|[a-z]+")
            && words.stream().noneMatch(word -> STANDS_FOR_ANY.matcher(word).matches());
    return usable ? Optional.of(words) : Optional.empty();
  }

  /// A span such as `render --diff` is a command line too.
  private static Optional<List<String>> abbreviated(String code) {
    List<String> words = List.of(code.strip().split("\\s+"));
    return COMMANDS.contains(words.getFirst()) && words.size() > 1 && words.get(1).startsWith("-")
        ? Optional.of(words)
        : Optional.empty();
  }

  @Test
  void allOfThemParse() {
    List<String> wrong = new ArrayList<>();
    int found = 0;
    for (Document document : Document.all()) {
      for (String code : document.code()) {
        Optional<List<String>> arguments = told(code).or(() -> abbreviated(code));
        if (arguments.isPresent()) {
          found++;
          problem(arguments.get()).ifPresent(why -> wrong.add(document + ": " + code + ": " + why));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(found).isGreaterThan(20);
  }

  private static Optional<String> problem(List<String> arguments) {
    try {
      Main.commands().parseArgs(arguments.toArray(String[]::new));
      return Optional.empty();
    } catch (ParameterException wrong) {
      return Optional.of(String.valueOf(wrong.getMessage()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "docker exec sallyport sallyport check=check",
        "docker exec sallyport java @/sallyport check=check",
        "sallyport render -c a.toml > new.conf=render -c a.toml",
        "sallyport run 2>&1 | tail=run",
        "source <(sallyport completion)=completion",
        "docker run --rm -v /x:/y:ro sallyport:test spec=spec",
        "bin/sallyport -v=-v"
      })
  void findsThem(String code, String arguments) {
    assertThat(told(code)).contains(List.of(arguments.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "docker run --name sallyport --user 0 sallyport",
    "alias sallyport='docker exec -i sallyport sallyport'",
    "docker build -t sallyport .",
    "docker logs sallyport",
    "sallyport COMMAND --help"
  })
  void leavesOthersAlone(String code) {
    assertThat(told(code)).isEmpty();
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThat(problem(List.of("render", "--snapshots", "x"))).isPresent();
    assertThat(problem(List.of("explian"))).isPresent();
  }
}
