package io.sallyport.labels;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.model.SiteId;
import io.sallyport.source.Container;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The labels that begin with `interlock.`: one site a container.
public final class InterlockDialect implements Dialect {
  private static final String DEFAULT_DOMAIN = "local";

  @Override
  public Intents read(Container container) {
    List<String> keys = LabelKeys.of(container);
    if (LabelKeys.OTHER_KEYS.containsAll(keys)) {
      return Intents.NONE;
    }
    List<Finding> findings = new ArrayList<>();
    LabelReader.Labels labels = LabelReader.read(container, keys);
    findings.addAll(labels.findings());
    boolean named = namesSite(container);
    if (!named && !isForProxies(container)) {
      findings.add(
          finding(
              container,
              Finding.Code.NO_HOSTNAME,
              "the container has labels of ours but not this one, so it is not routed",
              "add it, such as `interlock.hostname=shop.example.com`"));
    }
    Optional<Intent> intent =
        labels.values().has(Label.HOSTNAME)
            ? name(container, labels.values(), findings)
                .map(name -> intent(container, name, labels))
            : Optional.empty();
    intent.ifPresent(each -> findings.addAll(addressesByTls(each)));
    return new Intents(true, named, intent.stream().toList(), networks(container), findings);
  }

  @Override
  public boolean namesSite(Container container) {
    return container.labels().containsKey(Label.HOSTNAME.key());
  }

  private static Intent intent(Container container, String name, LabelReader.Labels labels) {
    SequencedMap<Claim, String> aliases = new LinkedHashMap<>();
    for (String alias : labels.values().all(Label.ALIAS_DOMAIN)) {
      aliases.put(new NameClaim(alias), Label.ALIAS_DOMAIN.key());
    }
    return new Intent(container, new SiteId(name), aliases, labels.values(), labels.usable());
  }

  private static SortedSet<String> networks(Container container) {
    SortedSet<String> networks = new TreeSet<>();
    container
        .label(Label.NETWORK.key())
        .map(LabelGrammar::bare)
        .ifPresent(name -> {
          networks.add(name);
          if (!container.stack().isEmpty()) {
            networks.add(container.stack() + "_" + name); // As stacks call theirs.
          }
        });
    return networks;
  }

  /// Misspelled or not: who writes such a label has no application in mind.
  private static boolean isForProxies(Container container) {
    return container.labels().keySet().stream()
        .anyMatch(
            key -> key.startsWith(LabelKeys.PROXY_LABELS) && !key.equals(LabelKeys.SERVICE_LABEL));
  }

  private static Optional<String> name(
      Container container, LabelValues labels, List<Finding> findings) {
    String hostname = labels.get(Label.HOSTNAME).orElseThrow();
    String domain =
        labels.get(Label.DOMAIN).orElse(hostname.contains(".") ? hostname : DEFAULT_DOMAIN);
    boolean alone = hostname.isEmpty() || hostname.equals(domain);
    String name = alone ? domain : hostname + "." + domain;
    Optional<String> checked = LabelGrammar.HOST_NAME.parse(name);
    if (checked.isEmpty()) {
      findings.add(
          finding(
              container,
              Finding.Code.BAD_VALUE,
              Quoted.of(name) + " is not " + LabelGrammar.HOST_NAME.name(),
              "shorten `interlock.hostname` or `interlock.domain`"));
    }
    return checked;
  }

  /// Names that are addresses: TLS clients do not send an address as the name (RFC 6066, section
  /// 3).
  private static List<Finding> addressesByTls(Intent intent) {
    Optional<Label<?>> tls =
        Stream.<Label<?>>of(Label.SSL_ONLY, Label.SSL_VERIFY_CLIENT, Label.SSL_CLIENT_CA, Label.SSL)
            .filter(intent.values()::has)
            .findFirst();
    if (tls.isEmpty()) {
      return List.of();
    }
    return intent.claims().keySet().stream()
        .filter(claim -> LabelGrammar.isAddress(claim.text()))
        .map(claim ->
            intent.finding(
                Finding.Code.NO_EFFECT,
                claim,
                "`%s` is an address, and clients do not name addresses by TLS, so nobody reaches the host by `https://%s`"
                    .formatted(claim.text(), claim.text()),
                "use a name, or serve the address without `%s`".formatted(tls.get().key())))
        .toList();
  }

  private static Finding finding(
      Container container, Finding.Code code, String message, String advice) {
    return new Finding(
        code, container.id(), container.name(), Label.HOSTNAME.key(), message, advice);
  }
}
