package io.sallyport.proxy.haproxy;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Activation;
import io.sallyport.proxy.Admitted;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Probe;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.ProxyFiles;
import io.sallyport.proxy.ProxyKind;
import io.sallyport.proxy.RefusalClues;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.Scripts;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// HAProxy: `haproxy -c`, rename, SIGUSR2 to the master process from inside the container, and a
/// new worker that answers at the runtime socket as proof.
public record HaproxyDriver() implements ProxyDriver {
  private static final ProxyKind KIND = new ProxyKind("haproxy", "HAProxy");

  private static final String SCRIPT =
      Scripts.activation(HaproxyDriver.class, "haproxy-activate.sh");

  private static final String PROBE = Scripts.read(HaproxyDriver.class, "haproxy-probe.sh");

  /// Before a message: `[ALERT] (17) : config : `.
  private static final Pattern STAMP =
      Pattern.compile("^\\[(\\w+)]\\s+(?:\\d+/\\d+ )?\\(\\d+\\) : (?:config : )?");

  private static final Pattern SUMMARY =
      Pattern.compile("(?i)(error\\(s\\)|fatal errors) found in configuration.*|.*errors found.*");

  /// A message goes on in lines that begin with a space.
  private static final Pattern CONTINUED = Pattern.compile("\\n\\s+(?=\\S)");

  /// Of a certificate without its key.
  private static final Pattern NO_KEY = Pattern.compile("(?i)no private key found");

  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
  private static final Pattern PLACE = Pattern.compile("\\[[^\\]\\s]+:(\\d{1,9})\\]");

  @Override
  public ProxyKind kind() {
    return KIND;
  }

  @Override
  public ProxySettings completed(ProxySettings written) {
    return written.withDefault(Setting.CONFIG_PATH, "/usr/local/etc/haproxy/haproxy.cfg");
  }

  @Override
  public Renderer renderer(ProxySettings settings) {
    return HaproxyRenderer.load(settings);
  }

  @Override
  public Capabilities baseline() {
    return HaproxyCapabilities.BASELINE.opaque();
  }

  @Override
  public String describe(Capabilities can) {
    return KIND.title() + " " + HaproxyCapabilities.of(can).version();
  }

  @Override
  public Admitted admit(RoutingTable wanted) {
    return new Admitted(wanted, Unserved.findings(wanted));
  }

  @Override
  public List<String> activation(Activation activation) {
    return Scripts.command(SCRIPT, activation);
  }

  @Override
  public String delivered(String text) {
    return Lists.delivered(text);
  }

  @Override
  public String undelivered(String text) {
    return Lists.undelivered(text);
  }

  @Override
  public List<String> probe(ProxySettings settings) {
    return Scripts.command(PROBE, List.of(settings.get(Setting.CONFIG_PATH)));
  }

  @Override
  public Probe probed(ProxySettings settings, String said) {
    HaproxyFacts facts = HaproxyFacts.read(said);
    return new Probe(
        facts.capabilities().opaque(),
        facts.complete(),
        facts.problem(settings.get(Setting.CONFIG_PATH)));
  }

  /// Every configuration of ours has notes beside it, which say so.
  @Override
  public List<String> owners(ProxyFiles files, Collection<String> names) {
    return List.of("true");
  }

  /// The alerts that say why, where there are any.
  @Override
  public String refusal(String said) {
    List<String> lines =
        CONTINUED
            .matcher(Lists.undelivered(said))
            .replaceAll(" ")
            .lines()
            .map(String::strip)
            .toList();
    List<String> alerts =
        lines.stream()
            .filter(line -> line.startsWith("[ALERT]"))
            .map(line -> STAMP.matcher(line).replaceFirst(""))
            .filter(line -> !SUMMARY.matcher(line).matches())
            .toList();
    String message = String.join("; ", alerts.isEmpty() ? lines : alerts);
    return NO_KEY.matcher(message).find()
        ? message + " (before 3.0, HAProxy wants the key in the certificate's file)"
        : message;
  }

  @Override
  public RefusalClues clues(String refusal) {
    return RefusalClues.of(refusal, QUOTED, PLACE);
  }
}
