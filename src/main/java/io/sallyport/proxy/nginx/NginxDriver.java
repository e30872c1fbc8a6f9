package io.sallyport.proxy.nginx;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Activation;
import io.sallyport.proxy.Admitted;
import io.sallyport.proxy.AttemptLog;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Probe;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.ProxyFiles;
import io.sallyport.proxy.ProxyKind;
import io.sallyport.proxy.RefusalClues;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.Scripts;
import io.sallyport.traffic.FailedAttempt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Nginx: `nginx -t`, rename, HUP from inside the container, and new children of the master as
/// proof.
///
/// The signal goes through exec since the engine's kill call would end the container's restart
/// policy (moby/moby, daemon/kill.go: any signal but KILL counts as a stop by hand).
public record NginxDriver() implements ProxyDriver {
  private static final ProxyKind KIND = new ProxyKind("nginx", "Nginx");

  private static final String SCRIPT = Scripts.activation(NginxDriver.class, "nginx-activate.sh");

  private static final String PROBE = Scripts.read(NginxDriver.class, "nginx-probe.sh");

  private static final String ATTEMPTS = Scripts.read(NginxDriver.class, "nginx-attempts.sh");

  /// A host's own name is the first one of its `server_name`, as in our template.
  private static final String OWNERS =
      """
      live=$1; shift
      while read -r directive host names; do
        [ "$directive" = server_name ] || continue
        host=${host%\\;}
        for name; do
          case " $host ${names%\\;} " in *" $name "*) printf '%s %s\\n' "$name" "$host" ;; esac
        done
      done < "$live"
      """;

  /// Before a message in its log: `2026/11/21 01:06:00 [emerg] 36#36: `.
  private static final Pattern STAMP =
      Pattern.compile("(?m)^[\\d/]{10} [\\d:]{8} (\\[\\w+]) \\d+#\\d+: ");

  /// For a user or group that there is not; Nginx does not say which directive names it.
  private static final Pattern ACCOUNT = Pattern.compile("get(pw|gr)nam\\(\"[^\"]*\"\\) failed");

  private static final Pattern REASON = Pattern.compile("\\[(emerg|alert|crit|error)]");

  private static final String NO_ATTEMPTS =
      " (cannot note failed requests: its %s is not writable, shared with the host or larger than 64"
              .formatted(NginxCapabilities.MEMORY)
          + " MiB; docs/monitoring.md)";

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern PLACE = Pattern.compile(" in \\S+:(\\d{1,9})(?!\\d)");

  @Override
  public ProxyKind kind() {
    return KIND;
  }

  /// The table of settings has Nginx's defaults, as Interlock's had.
  @Override
  public ProxySettings completed(ProxySettings written) {
    return written;
  }

  @Override
  public Renderer renderer(ProxySettings settings) {
    return NginxRenderer.load(settings);
  }

  @Override
  public Capabilities baseline() {
    return NginxCapabilities.BASELINE.opaque();
  }

  @Override
  public String describe(Capabilities can) {
    NginxCapabilities known = NginxCapabilities.of(can);
    String version = KIND.title() + " " + known.version();
    return known.memory() ? version : version + NO_ATTEMPTS;
  }

  @Override
  public Admitted admit(RoutingTable wanted) {
    return Backups.admit(wanted);
  }

  /// Whatever the plan: the script itself finds out whether the proxy runs the version already.
  @Override
  public List<String> activation(Activation activation) {
    return Scripts.command(
        SCRIPT, activation, activation.settings().find(Setting.PID_PATH).orElse(""));
  }

  @Override
  public List<String> probe(ProxySettings settings) {
    return Scripts.command(PROBE, List.of(settings.get(Setting.CONFIG_PATH)));
  }

  @Override
  public Probe probed(ProxySettings settings, String said) {
    NginxFacts facts = NginxFacts.read(said);
    return new Probe(
        facts.capabilities().opaque(),
        facts.complete(),
        facts.problem(settings.get(Setting.CONFIG_PATH)));
  }

  @Override
  public List<String> owners(ProxyFiles files, Collection<String> names) {
    List<String> arguments = new ArrayList<>(List.of(files.path(files.live())));
    arguments.addAll(names);
    return Scripts.command(OWNERS, arguments);
  }

  @Override
  public Optional<AttemptLog> attemptLog(Capabilities can) {
    return NginxCapabilities.of(can)
        .attempts()
        .map(path ->
            new AttemptLog(
                List.of("[", "!", "-s", path, "]"), Scripts.command(ATTEMPTS, List.of(path))));
  }

  @Override
  public List<FailedAttempt> attempts(String said) {
    return AttemptLines.read(said);
  }

  /// The lines that say why, where there are any.
  @Override
  public String refusal(String said) {
    List<String> lines = STAMP.matcher(said).replaceAll("$1 ").lines().toList();
    List<String> reasons = lines.stream().filter(line -> REASON.matcher(line).find()).toList();
    String message = String.join("; ", reasons.isEmpty() ? lines : reasons);
    return ACCOUNT.matcher(message).find()
        ? message + " (setting `User`: this proxy has no such user or group)"
        : message;
  }

  @Override
  public RefusalClues clues(String refusal) {
    return RefusalClues.of(refusal, QUOTED, PLACE);
  }
}
