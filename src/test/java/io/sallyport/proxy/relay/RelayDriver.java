package io.sallyport.proxy.relay;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Activation;
import io.sallyport.proxy.Admitted;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Plan;
import io.sallyport.proxy.Probe;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.ProxyFiles;
import io.sallyport.proxy.ProxyKind;
import io.sallyport.proxy.RefusalClues;
import io.sallyport.proxy.Renderer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A relay: members of a pool come and go while it runs; for another pool it reads its file anew.
record RelayDriver() implements ProxyDriver {
  static final ProxyKind KIND = new ProxyKind("relay", "Relay");

  /// Its commands have these words first, as [FakeRelay] knows them.
  static final String ASK = "relay-ask";

  static final String ACTIVATE = "relay-activate";

  private static final Pattern PLACE = Pattern.compile("line (\\d{1,6})");
  private static final Pattern QUOTED = Pattern.compile("<([^>]+)>");

  @Override
  public ProxyKind kind() {
    return KIND;
  }

  @Override
  public ProxySettings completed(ProxySettings written) {
    return written.withDefault(Setting.CONFIG_PATH, "/etc/relay.conf");
  }

  @Override
  public Renderer renderer(ProxySettings settings) {
    return new RelayRenderer();
  }

  @Override
  public Capabilities baseline() {
    return new Capabilities("relay 1");
  }

  @Override
  public String describe(Capabilities can) {
    return can.text();
  }

  @Override
  public List<String> probe(ProxySettings settings) {
    return List.of(ASK);
  }

  @Override
  public Probe probed(ProxySettings settings, String said) {
    return new Probe(new Capabilities(said), true, Optional.empty());
  }

  @Override
  public Admitted admit(RoutingTable wanted) {
    return new Admitted(wanted, unserved(wanted));
  }

  /// Its renderer leaves them out.
  private static List<Finding> unserved(RoutingTable table) {
    return table.hosts().stream()
        .flatMap(host -> host.locations().stream())
        .filter(location -> !RelayRenderer.isServed(location))
        .flatMap(location -> location.upstream().servers().stream())
        .map(server ->
            new Finding(
                Finding.Code.NO_EFFECT,
                server.containerId(),
                server.container(),
                "",
                "relays serve whole hosts only",
                "use a host name of its own"))
        .toList();
  }

  @Override
  public Plan plan(ProxyConfig running, ProxyConfig wanted) {
    if (running.version().equals(wanted.version())) {
      return new Plan.Nothing();
    }
    List<String> before = effective(running);
    List<String> after = effective(wanted);
    if (before.equals(after)) {
      return new Plan.FilesOnly();
    }
    return pools(before).equals(pools(after))
        ? new Plan.RuntimeChange(commands(before, after))
        : new Plan.FullReload();
  }

  private static List<String> effective(ProxyConfig config) {
    return config
        .rendered()
        .text()
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("#") && !line.isEmpty())
        .toList();
  }

  private static List<String> pools(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("member")).toList();
  }

  private static List<String> commands(List<String> before, List<String> after) {
    List<String> commands = new ArrayList<>();
    List<String> known = members(before);
    List<String> wanted = members(after);
    wanted.stream().filter(one -> !known.contains(one)).forEach(one -> commands.add("add " + one));
    known.stream().filter(one -> !wanted.contains(one)).forEach(one -> commands.add("drop " + one));
    return commands;
  }

  /// `<shop.example.com> <10.0.0.2:80>`
  private static List<String> members(List<String> lines) {
    List<String> members = new ArrayList<>();
    String site = "";
    for (String line : lines) {
      if (line.startsWith("site ")) {
        site = line.substring("site ".length());
      } else if (line.startsWith("member ")) {
        members.add(site + " " + line.substring("member ".length()));
      }
    }
    return members;
  }

  @Override
  public List<String> activation(Activation activation) {
    ProxyFiles files = activation.files();
    List<String> command =
        new ArrayList<>(
            List.of(
                ACTIVATE,
                files.path(files.live()),
                files.path(files.staged()),
                files.path(files.loaded()),
                activation.config().version(),
                activation.basis().orElse(""),
                activation.testOnly() ? "test" : ""));
    command.addAll(
        switch (activation.plan()) {
          case Plan.Nothing() -> List.of("nothing");
          case Plan.FilesOnly() -> List.of("files");
          case Plan.FullReload() -> List.of("reload");
          case Plan.RuntimeChange(List<String> commands) -> {
            List<String> all = new ArrayList<>(List.of("runtime"));
            all.addAll(commands);
            yield all;
          }
        });
    return command;
  }

  @Override
  public String refusal(String said) {
    return said;
  }

  @Override
  public RefusalClues clues(String refusal) {
    Matcher place = PLACE.matcher(refusal);
    return new RefusalClues(
        QUOTED.matcher(refusal).results().map(match -> match.group(1)).toList(),
        place.find() ? OptionalInt.of(Integer.parseInt(place.group(1))) : OptionalInt.empty());
  }

  @Override
  public List<String> owners(ProxyFiles files, Collection<String> names) {
    return List.of("true");
  }
}
