package io.sallyport.docs;

import io.sallyport.cli.Main;
import io.sallyport.config.Setting;
import io.sallyport.labels.Label;
import io.sallyport.metrics.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What there is to be named: types and their members, packages, files, labels, settings, metrics.
///
/// A text is looked up only if its form is that of such a name; the form decides where.
final class Names {
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
  private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w*)[.#]([a-z]\\w*)(?:\\(\\))?");
  private static final Pattern NESTED = Pattern.compile("([A-Z]\\w*)\\.([A-Z]\\w*[a-z]\\w*)");
  private static final Pattern IN_PACKAGE =
      Pattern.compile("((?:[a-z]+\\.)+)([A-Z]\\w*[a-z]\\w*)(?:#\\w+)?");
  private static final Pattern PACKAGE = Pattern.compile("[a-z]+(?:\\.[a-z]+)*");
  private static final Pattern PATH = Pattern.compile("[\\w@*-][\\w.@*-]*(?:/[\\w*-][\\w.*-]*)*/?");
  private static final Pattern FILE =
      Pattern.compile(
          "[\\w*-][\\w.*-]*\\.(?:md|java|conf|sh|json|yml|toml|js|css|html|svg|xml|properties)");
  private static final Pattern LABEL = Pattern.compile("interlock\\.([a-z_.]+?)(?:\\.N|\\.\\d)?");
  private static final Pattern METRIC =
      Pattern.compile("((?:sallyport|interlock|jvm|process)_[a-z_]+?)(?:_bucket|_count|_sum)?");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|record|interface|enum) +([A-Z]\\w*)");
  private static final Pattern FUNCTION = Pattern.compile("(?m)^([a-z_]+)\\(\\) \\{");
  private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

  /// Labels that [Label] does not hold, since containers are not routed by them.
  private static final Set<String> OTHER_LABELS = Set.of("ext.name", "ext.service_name", "app");

  private static final List<String> LIBRARIES =
      List.of(
          "java.io.",
          "java.util.concurrent.atomic.",
          "javax.net.ssl.",
          "com.github.dockerjava.transport.");

  /// Types by their simple names, with the files that declare them.
  private final Map<String, Set<Path>> types = new HashMap<>();

  private final Set<String> paths = new TreeSet<>();
  private final Set<String> packages = new TreeSet<>();
  private final Set<String> others = new TreeSet<>();

  Names() {
    for (String root : List.of("src", "docs", "bin", "bench", "compose", "templates")) {
      files(Path.of(root)).forEach(this::add);
    }
    try (Stream<Path> top = Files.list(Path.of("."))) {
      top.filter(Files::isRegularFile).forEach(file -> paths.add(text(file.normalize())));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Setting.all().forEach(setting -> others.add(setting.key()));
    String alerts = Document.read(Path.of("compose", "monitoring", "alerts.yml")).text();
    ALERT.matcher(alerts).results().forEach(alert -> others.add(alert.group(1)));
  }

  private void add(Path file) {
    for (Path path = file; path != null; path = path.getParent()) {
      paths.add(text(path));
    }
    if (file.toString().endsWith(".sh")) {
      FUNCTION
          .matcher(Document.read(file).text())
          .results()
          .forEach(function -> others.add(function.group(1)));
    }
    if (!file.toString().endsWith(".java")) {
      return;
    }
    packages.add(folder(file).replaceFirst(".*/java/", "").replace('/', '.'));
    for (Matcher type = DECLARED.matcher(Document.read(file).text()); type.find(); ) {
      types.computeIfAbsent(type.group(1), name -> new TreeSet<>()).add(file);
    }
  }

  /// Whether there is what `name` names; nothing where its form is not that of a name.
  ///
  /// @param aboutCode true if a word in lower case is a package, a command or a function of a
  ///   script
  Optional<Boolean> exists(String name, boolean aboutCode) {
    if (FILE.matcher(name).matches()) {
      return Optional.of(hasPath(name) || (aboutCode && isPackage(name)));
    }
    if (TYPE.matcher(name).matches()) {
      return Optional.of(
          types.containsKey(name)
              || others.contains(name)
              || paths.contains(name)
              || inLibrary(name));
    }
    Matcher label = LABEL.matcher(name);
    if (label.matches()) {
      return Optional.of(isLabel(label.group(1)));
    }
    Matcher metric = METRIC.matcher(name);
    if (metric.matches()) {
      return Optional.of(
          Stream.of(Metric.values()).anyMatch(row -> row.key().equals(metric.group(1))));
    }
    Optional<Boolean> member = member(name);
    if (member.isPresent()) {
      return member;
    }
    if (name.contains("/") && PATH.matcher(name).matches()) {
      return Optional.of(hasPath(name.replaceFirst("/$", "")));
    }
    return aboutCode && PACKAGE.matcher(name).matches()
        ? Optional.of(
            isPackage(name)
                || paths.contains(name)
                || others.contains(name)
                || Main.commands().getSubcommands().containsKey(name))
        : Optional.empty();
  }

  private Optional<Boolean> member(String name) {
    Matcher member = MEMBER.matcher(name);
    if (member.matches()) {
      Pattern declared =
          Pattern.compile("[\\w>\\])] " + member.group(2) + "\\s*[(,);=]|\\(" + member.group(2));
      return Optional.of(
          types.getOrDefault(member.group(1), Set.of()).stream()
              .anyMatch(file -> declared.matcher(Document.read(file).text()).find()));
    }
    Matcher nested = NESTED.matcher(name);
    if (nested.matches()) {
      return Optional.of(
          types.getOrDefault(nested.group(2), Set.of()).stream()
              .anyMatch(file -> types.getOrDefault(nested.group(1), Set.of()).contains(file)));
    }
    Matcher inPackage = IN_PACKAGE.matcher(name);
    return inPackage.matches()
        ? Optional.of(hasPath(inPackage.group(1).replace('.', '/') + inPackage.group(2)))
        : Optional.empty();
  }

  private boolean hasPath(String name) {
    Pattern ending =
        Pattern.compile(
            "(?:.*/)?" + Pattern.quote(name).replace("*", "\\E[^/]*\\Q") + "(\\.java)?");
    return paths.contains(name) || paths.stream().anyMatch(path -> ending.matcher(path).matches());
  }

  private boolean isPackage(String name) {
    return packages.stream().anyMatch(known -> ("." + known).endsWith("." + name));
  }

  private static boolean isLabel(String name) {
    return OTHER_LABELS.contains(name)
        || Label.all().stream().anyMatch(label -> label.key().equals(Label.PREFIX + name));
  }

  private static boolean inLibrary(String name) {
    return LIBRARIES.stream().anyMatch(library -> isClass(library + name));
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name, false, Names.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException unknown) {
      return false;
    }
  }

  /// All packages of the product, below `io.sallyport`: `docker.http`.
  Set<String> rooms() {
    return files(Path.of("src", "main", "java")).stream()
        .map(file -> folder(file).replaceFirst(".*/java/io/sallyport/", ""))
        .map(path -> path.replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// The folder that a file of a package is in, with slashes.
  static String folder(Path file) {
    return text(file.resolveSibling(""));
  }

  private static String text(Path path) {
    return path.toString().replace('\\', '/');
  }
}
