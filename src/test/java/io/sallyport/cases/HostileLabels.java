package io.sallyport.cases;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.labels.Label;
import io.sallyport.source.Observation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Engines on which somebody writes labels to do harm, made from a seed: a proxy, older neighbours
/// that are none of his business, and his containers.
final class HostileLabels {
  static final List<String> NEIGHBOURS =
      List.of("inner.example.com", "quiet.example.com", "secure.example.com");

  /// What means something to Nginx, to a template, to a shell, to names, to files, or to Unicode.
  private static final List<String> PIECES =
      List.of(
          "\"",
          "'",
          "`",
          "{",
          "}",
          "{}",
          ";",
          ";;",
          "#",
          "$",
          "$host",
          "${host}",
          "\\",
          "\\\"",
          "\n",
          "\r\n",
          "\t",
          " ",
          "\u0000",
          "\u001b[31m",
          "\u007f",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "x; location /pwn { return 200 pwned; } #",
          "\";} server { listen 80; }",
          "}}",
          "{{ proxy.user }}",
          "{% raw %}",
          "{#",
          "${jndi:x}",
          "$(id)",
          "`id`",
          "&&",
          "|",
          "~",
          "~*",
          "^",
          "*",
          "*.",
          ".",
          "..",
          "-",
          "_",
          "/",
          "//",
          "../",
          "/../../etc/shadow",
          "/dev/zero",
          "/proc/self/environ",
          "data:",
          "engine:x:y",
          "store:",
          "unix:/var/run/docker.sock",
          ":80",
          "[::1]",
          "@",
          "%00",
          "&#10;",
          "<script>",
          "true",
          "FALSE",
          "-1",
          "99999999999999999999",
          "0x50",
          "1e3",
          "٣",
          "８０",
          "ｘ",
          "。",
          "．",
          "ß",
          "İ",
          "ſ",
          "K",
          "ﬁ",
          "é",
          "e\u0301",
          "\u200d",
          "\u202e",
          "\u00ad",
          "xn--",
          "xn--a",
          "xn--zzzzzz",
          "😀",
          "\ud800",
          "\udfff");

  private static final Map<String, List<String>> FITTING =
      Map.ofEntries(
          entry("domain", "hostile.example", "h1.hostile.example", "local"),
          entry("port", "80", "8080", "443"),
          entry("network", "frontend", "backend"),
          entry("ssl_backend_tls_verify", "none", "required"),
          entry("ssl_backend_name", "inner.hostile", "h2.hostile"),
          entry("ssl_verify_client", "on", "optional", "off"),
          entry("client_max_body_size", "0", "10m", "999999g"),
          entry("proxy_read_timeout", "1s", "24h", "90"),
          entry("context_root", "/", "/a", "/a/b", "a/", "/A_b-c.d"),
          entry("websocket_endpoint", "/", "/a", "/a/b", "/ws", "/a/b/c"),
          entry(
              "balance_algorithm",
              "round_robin",
              "leastconn",
              "source",
              "random",
              "hash:$uri",
              "hash:$cookie_a"),
          entry(
              "backend_option",
              "least_conn",
              "random two",
              "hash $arg_a",
              "keepalive 1000",
              "keepalive_time 24h",
              "zone a 64k",
              "zone a 4m",
              "ip_hash;"),
          entry("weight", "1", "256"),
          entry("max_fails", "0", "1000"),
          entry("fail_timeout", "1s", "24h"),
          entry("max_conns", "1", "1000000"));

  private static Map.Entry<String, List<String>> entry(String label, String... values) {
    return Map.entry(label, List.of(values));
  }

  private static final List<String> NAMES =
      Label.all().stream().map(label -> label.key().substring(Label.PREFIX.length())).toList();

  private static final int FIRST_HOSTILE = 100;

  private final Random random;

  HostileLabels(long seed) {
    this.random = new Random(seed);
  }

  /// Whether a container is one of those that are there without him.
  static boolean isNeighbour(String containerId) {
    return Integer.parseInt(containerId.substring(1)) < FIRST_HOSTILE;
  }

  /// What there is without him.
  static Observation neighbours() {
    return Snapshot.of(node(), node(), containers(), networks()).observation();
  }

  /// What there is with so many containers of his.
  Observation with(int hostile) {
    ArrayNode containers = containers();
    for (int i = 0; i < hostile; i++) {
      containers.add(
          container(
              FIRST_HOSTILE + i, random.nextInt(4) == 0 ? text("web") : "web-" + i, labels()));
    }
    return Snapshot.of(node(), node(), containers, networks()).observation();
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    String hostname = hostname();
    labels.put("interlock.hostname", hostname);
    if (NEIGHBOURS.contains(hostname) && random.nextBoolean()) {
      neighbourly(hostname, labels);
    }
    if (random.nextInt(3) == 0) {
      labels.put("interlock.ssl", "true");
      labels.put("interlock.ssl_cert", fitting("ssl_cert"));
    }
    if (random.nextInt(3) == 0) {
      labels.put("interlock.ssl_backend", "true");
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      String name = pick(NAMES);
      labels.put(key(name), random.nextInt(3) == 0 ? fitting(name) : text(fitting(name)));
    }
    if (random.nextInt(200) == 0) {
      for (int i = 0; i < 300; i++) {
        labels.put("interlock.alias_domain." + i, text("a" + i + ".hostile.example"));
      }
    }
    return labels;
  }

  /// Mostly a name, so that the other labels count; often the same one, and at times that of a
  /// neighbour, whom everybody who writes labels may help to serve.
  private String hostname() {
    if (random.nextInt(8) == 0) {
      return pick(NEIGHBOURS);
    }
    String name = "h" + random.nextInt(6) + ".hostile.example";
    return random.nextInt(4) == 0 ? text(name) : name;
  }

  /// What the neighbour's own container says, so that more of them get to share the host.
  private void neighbourly(String hostname, Map<String, String> labels) {
    if (hostname.startsWith("inner")) {
      labels.put("interlock.ssl_backend", "true");
    }
    if (random.nextBoolean()) {
      labels.put("interlock.context_root", pick(List.of("/own", "/own/deep", "/", "/a")));
    }
  }

  private String key(String name) {
    return Label.PREFIX
        + switch (random.nextInt(6)) {
          case 0 -> text(name);
          case 1 -> name + "." + text("1");
          default -> name;
        };
  }

  private String fitting(String name) {
    if (name.equals("hostname")) {
      return hostname();
    }
    if (name.equals("alias_domain")) {
      return random.nextBoolean() ? "www.hostile.example" : pick(NEIGHBOURS);
    }
    List<String> choice = FITTING.get(name);
    if (choice != null) {
      return pick(choice);
    }
    return name.matches(".*(cert|key|file|ca)")
        ? pick(List.of("f.pem", "/run/f.pem", "d/f.pem"))
        : "true";
  }

  /// A text made of a fitting one, or of nothing good.
  private String text(String fitting) {
    int cut = random.nextInt(fitting.length() + 1);
    return switch (random.nextInt(9)) {
      case 0 -> pick(PIECES);
      case 1 -> fitting + pick(PIECES);
      case 2 -> pick(PIECES) + fitting;
      case 3 -> fitting.substring(0, cut) + pick(PIECES) + fitting.substring(cut);
      case 4 -> pick(PIECES) + pick(PIECES) + fitting + pick(PIECES) + pick(PIECES);
      case 5 -> characters(random.nextInt(20));
      case 6 -> fitting.toUpperCase(Locale.ROOT) + ".";
      case 7 ->
          random.nextInt(20) == 0 ? (fitting + pick(PIECES)).repeat(random.nextInt(2000)) : fitting;
      default -> "";
    };
  }

  private String characters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65536)));
    }
    return text.toString();
  }

  private <T> T pick(List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }

  private static ArrayNode containers() {
    ArrayNode containers = JsonNodeFactory.instance.arrayNode();
    containers.add(container(1, "edge", Map.of("interlock.ext.name", "nginx")));
    containers.add(
        container(
            2,
            "quiet",
            Map.of(
                "interlock.hostname", "quiet.example.com",
                "interlock.alias_domain", "www.quiet.example.com")));
    containers.add(
        container(
            3,
            "secure",
            Map.of(
                "interlock.hostname", "secure.example.com",
                "interlock.ssl_only", "true",
                "interlock.ssl_cert", "secure.pem")));
    containers.add(
        container(
            4,
            "inner",
            Map.of(
                "interlock.hostname", "inner.example.com",
                "interlock.ssl_backend", "true",
                "interlock.ssl_backend_ca", "inner-ca.pem",
                "interlock.ssl_backend_cert", "inner.pem")));
    return containers;
  }

  private static ObjectNode container(int age, String name, Map<String, String> labels) {
    ObjectNode container = node();
    container.put("Id", "c%011d".formatted(age)).put("Created", 1_700_000_000 + age);
    container.put("State", "running");
    container.putArray("Names").add("/" + name);
    ObjectNode texts = container.putObject("Labels");
    labels.forEach(texts::put);
    container.putArray("Ports").addObject().put("PrivatePort", 80).put("Type", "tcp");
    ObjectNode attached = container.putObject("NetworkSettings").putObject("Networks");
    attached.putObject("frontend").put("NetworkID", "n1").put("IPAddress", "172.20.0." + age % 250);
    return container;
  }

  private static ArrayNode networks() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
