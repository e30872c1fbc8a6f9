package io.sallyport.proxy.haproxy;

import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import io.sallyport.model.VirtualHost.Refusal;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.template.TemplateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The files beside a configuration in which HAProxy looks up hosts, paths and certificates: 10,000
/// hosts in a map cost a request as much as one, where rules cost it a thousandth of the rate.
///
/// They stand behind the configuration, as comments that begin with the name of their file, so that
/// all of it is one text with one version. `haproxy-activate.sh` makes the files of them, in a
/// folder that has a digest of all lines in its name: one that is there is never written again, and
/// a configuration goes live together with the very files that it was tested with.
final class Lists {
  /// As rendered, before [#delivered].
  static final String FOLDER = "sallyport-lists";

  private static final String LINE = "#|";
  private static final String FILE_OF_FOLDER = LINE + "folder ";
  private static final Pattern PLAIN = Pattern.compile(FOLDER + "(?=[/\\n])");
  private static final Pattern NAMED = Pattern.compile(FOLDER + "-[0-9a-f]{12}(?=[/\\n]|$)");
  private static final Pattern UNWRITABLE = Pattern.compile("[\\s#\\[\\]\\\\\"']");

  private Lists() {}

  /// What stands behind a configuration.
  ///
  /// @param folder as templates see it
  static String of(RoutingTable table, String folder, HaproxyCapabilities can) {
    StringBuilder text = new StringBuilder();
    text.append("\n# The files that it names, line by line.\n");
    text.append(FILE_OF_FOLDER).append(folder).append('\n');
    hosts(table).forEach((name, host) -> line(text, "hosts.map", name + " " + host));
    wildcards(table).forEach((end, host) -> line(text, "wildcards.map", end + " " + host));
    routes(table).forEach((path, backend) -> line(text, "routes.map", path + " " + backend));
    for (VirtualHost host : table.hosts()) {
      host.tls().ifPresent(tls -> certificate(host, tls, can.stores(), text));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String file, String line) {
    text.append(LINE).append(file).append(' ').append(line).append('\n');
  }

  private static SortedMap<String, String> hosts(RoutingTable table) {
    SortedMap<String, String> hosts = new TreeMap<>();
    for (VirtualHost host : table.hosts()) {
      names(host).stream()
          .filter(name -> !isWildcard(name))
          .forEach(name -> hosts.put(name, host.name()));
    }
    return hosts;
  }

  /// The first that matches counts, and so the longest comes first.
  private static SortedMap<String, String> wildcards(RoutingTable table) {
    SortedMap<String, String> ends =
        new TreeMap<>(
            Comparator.comparingInt((String end) -> -end.length())
                .thenComparing(Comparator.naturalOrder()));
    for (VirtualHost host : table.hosts()) {
      names(host).stream()
          .filter(Lists::isWildcard)
          .forEach(name -> ends.put(name.substring(1), host.name()));
    }
    return ends;
  }

  static boolean isWildcard(String name) {
    return name.startsWith("*");
  }

  static List<String> names(VirtualHost host) {
    List<String> names = new ArrayList<>(List.of(host.name()));
    names.addAll(host.aliases());
    return names;
  }

  /// By a host's name and a path with a slash at its end: the longest that a request begins with.
  private static SortedMap<String, String> routes(RoutingTable table) {
    SortedMap<String, String> routes = new TreeMap<>();
    for (VirtualHost host : table.hosts()) {
      for (Location location : host.locations()) {
        String backend = backend(location);
        routes.put(host.name() + location.prefix(), backend);
        location
            .websockets()
            .forEach(path -> routes.put(host.name() + Location.below(path), backend));
      }
      for (Refusal refusal : host.refusals()) {
        routes.putIfAbsent(host.name() + Location.below(refusal.path()), refused(refusal.status()));
      }
    }
    return routes;
  }

  /// An upstream's name in the characters that HAProxy has for names; different ones stay
  /// different, since no host's name and no path has a colon here.
  static String backend(Location location) {
    return location.upstream().name().replace("*", ":any").replace("+", "::").replace("=", ":-");
  }

  static String refused(int status) {
    return "sallyport:" + status;
  }

  /// Its key is in the same file, or where HAProxy looks for it.
  private static boolean hasKey(Tls tls) {
    return tls.key().equals(tls.certificate()) || tls.key().equals(tls.certificate() + ".key");
  }

  private static void certificate(VirtualHost host, Tls tls, boolean stores, StringBuilder text) {
    String file = written(host, tls.certificate());
    if (!hasKey(tls) && !stores) {
      line(text, "key", file + " " + written(host, tls.key()));
    }
    line(
        text,
        "certificates.list",
        (hasKey(tls) || !stores ? file : "@sallyport/" + alias(tls))
            + tls.clientAuthentication().map(clients -> options(host, clients)).orElse("")
            + " "
            + String.join(" ", names(host)));
  }

  private static String options(VirtualHost host, ClientAuthentication clients) {
    return " [ca-file %s verify %s]"
        .formatted(written(host, clients.ca()), clients.required() ? "required" : "optional");
  }

  /// These files know no quotes.
  private static String written(VirtualHost host, String path) {
    if (UNWRITABLE.matcher(path).find()) {
      throw new TemplateException(
          "HAProxy takes no path with a space or one of #[]\\\"' for a certificate of `%s`: %s"
              .formatted(host.name(), path));
    }
    return path;
  }

  private static String alias(Tls tls) {
    return RenderedConfig.of(tls.certificate() + "\n" + tls.key()).version();
  }

  /// Certificates whose keys are in other files, for a section that HAProxy has from 3.0 on.
  static List<Map<String, String>> store(RoutingTable table, HaproxyCapabilities can) {
    SortedMap<String, Map<String, String>> pairs = new TreeMap<>();
    for (VirtualHost host : table.hosts()) {
      host.tls()
          .filter(tls -> can.stores() && !hasKey(tls))
          .ifPresent(tls ->
              pairs.put(
                  alias(tls),
                  Map.of("certificate", tls.certificate(), "key", tls.key(), "alias", alias(tls))));
    }
    return List.copyOf(pairs.values());
  }

  /// The text with the folder's own name.
  static String delivered(String text) {
    String lines =
        text.lines().filter(line -> line.startsWith(LINE)).collect(Collectors.joining("\n"));
    String name = FOLDER + "-" + RenderedConfig.of(lines).version();
    return PLAIN.matcher(text).replaceAll(Matcher.quoteReplacement(name));
  }

  /// The opposite, for what comes from a proxy.
  static String undelivered(String text) {
    return NAMED.matcher(text).replaceAll(FOLDER);
  }
}
