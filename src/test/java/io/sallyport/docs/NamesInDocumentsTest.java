package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What documents name exists: whoever renames a class, a file or a setting finds here who still
/// names it.
class NamesInDocumentsTest {
  private static final Names NAMES = new Names();

  /// What has the form of a name and is none.
  private static final Set<String> NOT_OURS =
      Set.of(
          // Headers of HTTP.
          "Authorization",
          "Forwarded",
          "Upgrade",
          // Keys that Interlock had, a key with a typing error, and labels with one.
          "GRPCAddr",
          "HeartbeatInterval",
          "Rules",
          "StatInterval",
          "Stats",
          "Prot",
          "Interlock.Ssl_Only",
          "interlock.hostnme",
          "interlock.ssl_olny",
          // A flag of Java's.
          "ReservedCodeCacheSize",
          // Media types, images, keys of stores, files in a proxy, and what a build or a bench
          // makes.
          "text/html",
          "nginxinc/nginx-unprivileged",
          "interlock/v1/config",
          "conf.d/*.conf",
          "table.md",
          "target/app/lib",
          "sbom.json",
          "target/app/sbom.json",
          "target/bench",
          "target/site",
          // Words that are no package.
          "start");

  /// Documents about the code: in them a word in lower case is a package.
  private static final Set<Path> ABOUT_CODE =
      Set.of(Path.of("ARCHITECTURE.md"), Path.of("CONTRIBUTING.md"));

  private static final Pattern PROGRAM = Pattern.compile("(?:^|\\s)((?:bin|bench)/[a-z-]+)");
  private static final Pattern TESTS = Pattern.compile("-D(?:it\\.)?test='?([\\w*,]+)");
  private static final Pattern DOCUMENT = Pattern.compile("docs/[\\w/-]+\\.(?:md|svg)");

  /// A name, and who names it.
  private record Mention(String where, String name, boolean aboutCode) {}

  /// Those of one document.
  private static List<Mention> mentions(Document document, boolean aboutCode) {
    Set<String> names = new LinkedHashSet<>(document.spans());
    for (String code : document.code()) {
      groups(PROGRAM, code).forEach(names::add);
      groups(TESTS, code).stream()
          .flatMap(tests -> Stream.of(tests.split(",", -1)))
          .forEach(test -> names.add(test + ".java"));
    }
    return names.stream()
        .filter(name -> !NOT_OURS.contains(name) && !name.equals("None.java"))
        .map(name -> new Mention(document.toString(), name, aboutCode))
        .toList();
  }

  private static List<Mention> all() {
    List<Mention> all = new ArrayList<>();
    for (Document document : Document.all()) {
      // The changelog also names what was.
      if (!document.file().equals(Path.of("CHANGELOG.md"))) {
        all.addAll(mentions(document, ABOUT_CODE.contains(document.file())));
      }
    }
    Names.files(Path.of("src")).stream()
        .filter(file -> file.endsWith("package-info.java"))
        .forEach(file -> all.addAll(mentions(comment(file), true)));
    return all;
  }

  /// The Markdown of a file's comments, with a span for each link: as a compiler reads it, a type
  /// without its package is one of the same package.
  private static Document comment(Path file) {
    String text =
        Document.read(file)
            .text()
            .lines()
            .filter(line -> line.startsWith("///"))
            .map(line -> line.substring(3).strip())
            .collect(Collectors.joining("\n"));
    String inPackage = Names.folder(file).replaceFirst(".*/java/", "").replace('/', '.');
    return new Document(
        file,
        text.replaceAll("\\[([A-Z][\\w.#]*)\\](?!\\()", "`" + inPackage + ".$1`")
            .replaceAll("\\[([a-z][\\w.#]*)\\](?!\\()", "`$1`"));
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private static List<Mention> missing(List<Mention> mentions) {
    return mentions.stream()
        .filter(mention -> !NAMES.exists(mention.name(), mention.aboutCode()).orElse(true))
        .toList();
  }

  @Test
  void allOfThemExist() {
    List<Mention> all = all();
    assertThat(missing(all)).isEmpty();
    assertThat(all)
        .filteredOn(mention -> NAMES.exists(mention.name(), mention.aboutCode()).isPresent())
        .hasSizeGreaterThan(400);
  }

  @Test
  void nothingIsExcusedThatExists() {
    assertThat(NOT_OURS).noneMatch(name -> NAMES.exists(name, true).orElse(true));
  }

  @ParameterizedTest
  @CsvSource({
    "Reconciler, true", "Reconcilr, false",
    "Reconciler.pass, true", "Reconciler.passs, false",
    "Setting.Scope, true", "Setting.Metric, false",
    "io.sallyport.labels.Label, true", "io.sallyport.routing.Label, false",
    "labels/Label.java, true", "routing/Label.java, false",
    "docs/labels.md, true", "docs/lables.md, false",
    "nginx-activate.sh, true", "nginx-activat.sh, false",
    "bin/demo, true", "bin/dmeo, false",
    "routing, true", "ruoting, false",
    "render, true", "rendre, false",
    "renewed, true", "reneved, false",
    "interlock.ssl_only, true", "interlock.ssl_olny, false",
    "JoinHosts, true", "JoinHostz, false",
    "SallyportDown, true", "SallyportUp, false",
    "sallyport_hosts, true", "sallyport_hostz, false",
    "SSLContext, true"
  })
  void tellsNamesFromPlantedOnes(String name, boolean exists) {
    assertThat(NAMES.exists(name, true)).contains(exists);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATH", "503", "true story", "$host_port", "a=b", "--diff", "*.com"})
  void leavesOthersAlone(String text) {
    assertThat(NAMES.exists(text, true)).isEmpty();
  }

  @Test
  void findsThemInADocument() {
    Document document =
        new Document(
            Path.of("x.md"),
            """
            `Reconcilr` and Reconciler
            ```
            bin/nothing --help
            mvn verify -Dit.test='NoSuchIT,DrainIT' -Dtest=None
            ```
            `bin/demo --help`
            """);
    assertThat(missing(mentions(document, false)))
        .extracting(Mention::name)
        .containsExactly("Reconcilr", "bin/nothing", "NoSuchIT.java");
  }

  @Test
  void architectureHasARowForEachRoom() {
    String rooms = Document.read(Path.of("ARCHITECTURE.md")).text();
    assertThat(NAMES.rooms()).allSatisfy(room -> assertThat(rooms).contains("| `" + room + "` |"));
  }

  /// Messages and comments lead to documents, too.
  @Test
  void documentsThatSourcesNameExist() {
    List<String> missing = new ArrayList<>();
    Stream.of(
            "src/main",
            "src/image",
            "templates",
            "compose",
            "bench",
            "bin",
            "Dockerfile",
            "pom.xml")
        .flatMap(root -> Names.files(Path.of(root)).stream())
        .filter(file -> !file.toString().matches(".*\\.(png|svg|gz)"))
        .forEach(file ->
            DOCUMENT
                .matcher(Document.read(file).text())
                .results()
                .map(MatchResult::group)
                .filter(document -> !Files.exists(Path.of(document)))
                .forEach(document -> missing.add(file + ": " + document)));
    assertThat(missing).isEmpty();
  }
}
