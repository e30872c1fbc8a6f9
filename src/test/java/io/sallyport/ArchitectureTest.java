package io.sallyport;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of the house that a compiler does not know.
class ArchitectureTest {
  private static final String ROOT = "io.sallyport.";

  /// What each room may import: those below it, and of its own row what is listed by name.
  private static final Map<String, Set<String>> MAY_IMPORT =
      rooms(
          """
          finding:
          model:
          config:
          tls:
          certificates:
          source:       finding
          docker.json:  source
          docker.http:  source tls
          docker.shell: source docker.http
          docker:       source docker.http docker.json docker.shell config tls
          docker.agent: finding docker docker.http docker.json tls api.http
          swarm:        source
          discovery:    config tls
          labels:       finding model source config
          routing.reach: finding model source config labels
          routing:      finding model source config labels routing.reach
          traffic:      finding
          template:     config
          proxy:        finding model source config certificates traffic
          proxy.nginx:  finding model config certificates template proxy traffic
          proxy.haproxy: finding model config template proxy
          explain:      finding model source config labels routing traffic
          history:      finding model source routing explain traffic
          metrics:      finding history
          events:       finding source metrics
          rollout:      finding model source config certificates routing routing.reach template proxy \
                        events traffic
          journal:      finding model source config certificates routing template explain proxy \
                        history metrics events rollout traffic
          reconcile:    finding model source config certificates labels routing template \
                        explain proxy history metrics events rollout journal
          api.http:
          api:          api.http finding model source config routing explain history metrics
          cli:          finding model source config tls certificates docker docker.http docker.json \
                        docker.agent \
                        discovery swarm labels routing template explain proxy proxy.haproxy proxy.nginx \
                        history metrics rollout \
                        reconcile api
          """);

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sallyport");

  private static final DescribedPredicate<JavaClass> EFFECTS =
      resideInAnyPackage(
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent..",
              "java.util.logging..",
              "org.slf4j..",
              "ch.qos.logback..",
              "com.github.dockerjava..",
              "io.github.resilience4j..")
          .or(simpleNameOf("System", "Runtime", "Thread", "ProcessBuilder"))
          .or(simpleNameOf("File", "FileInputStream", "FileOutputStream", "FileReader"))
          .or(simpleNameOf("Random", "UUID", "Date", "Timer"))
          .and(not(simpleNameOf("IDN")));

  private static Map<String, Set<String>> rooms(String table) {
    return table
        .lines()
        .map(row -> row.split(":"))
        .collect(
            Collectors.toMap(
                row -> row[0],
                row -> row.length == 1 ? Set.of() : Set.of(row[1].strip().split(" +"))));
  }

  static Set<String> rooms() {
    return new TreeSet<>(MAY_IMPORT.keySet());
  }

  @Test
  void everyRoomIsOnTheList() {
    Set<String> rooms =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT))
            .map(name -> name.substring(ROOT.length()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rooms).isEqualTo(rooms());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void importsRunDownwards(String room) {
    String[] allowed =
        Stream.concat(Stream.of(room), MAY_IMPORT.getOrDefault(room, Set.of()).stream())
            .map(name -> ROOT + name)
            .toArray(String[]::new);

    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + room)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.sallyport..").and(not(resideInAnyPackage(allowed)))));
  }

  /// Files, network, clocks, threads, chance and logs are effects. Templates are read from files.
  @Test
  void routingAndRenderingArePure() {
    DescribedPredicate<JavaClass> time =
        simpleNameOf("Clock", "Instant", "LocalDate", "LocalDateTime", "ZonedDateTime");
    check(
        noClasses()
            .that(
                resideInAnyPackage(
                        ROOT + "labels..",
                        ROOT + "routing..",
                        ROOT + "template..",
                        ROOT + "proxy.haproxy..",
                        ROOT + "proxy.nginx..")
                    .and(
                        not(
                            simpleNameOf(
                                "Template", "TemplateFiles", "HaproxyRenderer", "NginxRenderer"))))
            .should()
            .dependOnClassesThat(EFFECTS.or(time).as("effects")));
  }

  /// No class of routing needs one that needs it.
  @Test
  void routingHasNoCircles() {
    check(
        SlicesRuleDefinition.slices()
            .assignedFrom(
                new SliceAssignment() {
                  @Override
                  public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().startsWith(ROOT + "routing")
                        ? SliceIdentifier.of(type.getName().replaceAll("\\$.*", ""))
                        : SliceIdentifier.ignore();
                  }

                  @Override
                  public String getDescription() {
                    return "classes of routing";
                  }
                })
            .should()
            .beFreeOfCycles());
  }

  /// A time that was given to it is a value as any other.
  @Test
  void explainingIsPure() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "explain..")
            .should()
            .dependOnClassesThat(EFFECTS.as("effects")));
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "explain..")
            .should()
            .callMethod(java.time.Instant.class, "now"));
  }

  /// What proxies noticed comes in as values, and the time.
  @Test
  void countingFailuresIsPure() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "traffic..")
            .should()
            .dependOnClassesThat(EFFECTS.as("effects")));
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "traffic..")
            .should()
            .callMethod(java.time.Instant.class, "now"));
  }

  private static DescribedPredicate<JavaClass> simpleNameOf(String... names) {
    Set<String> set = Set.of(names);
    return DescribedPredicate.describe(
        "are named " + set,
        type -> set.contains(type.getSimpleName()) && !type.getPackageName().isEmpty());
  }

  @Test
  void onlyOneRoomSpeaksDocker() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "docker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.dockerjava.."));
  }

  /// Who rolls out reaches the proxies alone; who looks touches nothing.
  @Test
  void lookingAndActingAreApart() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + "proxy..", ROOT + "rollout..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Source.class));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + "events..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ContainerAccess.class));
  }

  @Test
  void namesSayWhatThingsAre() {
    check(classes().should().haveNameNotMatching(".*(Impl|Manager|Utils?|Helper|Data|Info)"));
  }

  @Test
  void nobodySleeps() {
    check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
    check(noClasses().should().callMethod(Thread.class, "sleep", long.class, int.class));
    check(noClasses().should().callMethod(Thread.class, "sleep", java.time.Duration.class));
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        MAIN.getPackage("io.sallyport").getSubpackagesInTree().stream()
            .filter(each -> !each.getClasses().isEmpty())
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();

    assertThat(unmarked).isEmpty();
  }

  private static void check(ArchRule rule) {
    rule.check(MAIN);
  }
}
