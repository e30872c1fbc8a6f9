package io.sallyport.labels;

import io.sallyport.config.DidYouMean;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.model.SiteId;
import io.sallyport.source.Container;
import io.sallyport.source.KeptLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The labels of services that Interlock 2 and 3 read, `com.docker.lb.*`: one site a service.
///
/// All or nothing: a key that is not understood, or asks for what cannot be done, leaves the
/// service's tasks out and is named, since the rest alone may send requests elsewhere or protect
/// less. Only of tasks of Swarm: on plain containers nobody has ever read them.
public final class LoadBalancerDialect implements Dialect {
  private static final String HOSTS = KeptLabels.LOAD_BALANCER + "hosts";
  private static final String SECRETS = "/run/secrets/";

  private static final String TLS =
      "serve the host without TLS of its own, or write `interlock.ssl_cert` and its other labels";

  /// What is understood only as long as it asks for nothing, and what to do instead.
  private static final Map<String, String> NOT_DONE =
      Map.of(
          "redirects", "redirect in the application, or in your own template",
          "sticky_session_cookie", "use `ip_hash`, or `interlock.balance_algorithm`",
          "service_cluster", "use `interlock.ext.service_name`",
          "default_backend", "name the hosts that it is to serve",
          "ssl_passthrough", TLS);

  private static final String BACKEND_MODE = "backend_mode";

  @Override
  public Intents read(Container container) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    if (container.swarmTask()) {
      container
          .labels()
          .forEach((key, value) -> {
            if (key.startsWith(KeptLabels.LOAD_BALANCER)) {
              labels.put(key, value);
            }
          });
    }
    return labels.isEmpty() ? Intents.NONE : new Reading(container, labels).intents();
  }

  @Override
  public boolean namesSite(Container container) {
    return container.swarmTask() && container.labels().containsKey(HOSTS);
  }

  /// One container's labels, while they are read.
  private static final class Reading {
    private final Container container;
    private final Map<String, String> labels;
    private final Map<String, Consumer<String>> known = new TreeMap<>();
    private final LabelValues.Builder values = new LabelValues.Builder();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();

    Reading(Container container, Map<String, String> labels) {
      this.container = container;
      this.labels = labels;
      known.put("hosts", this::hosts);
      known.put("port", text -> one("port", Label.PORT, text));
      known.put("network", text -> one("network", Label.NETWORK, text));
      known.put("context_root", text -> one("context_root", Label.CONTEXT_ROOT, text));
      known.put(
          "context_root_rewrite",
          text -> one("context_root_rewrite", Label.CONTEXT_ROOT_REWRITE, text));
      known.put("ssl_cert", this::certificate);
      known.put("ssl_key", text -> one("ssl_key", Label.SSL_CERT_KEY, secret(text)));
      known.put("ssl_backend", text -> one("ssl_backend", Label.SSL_BACKEND, text));
      known.put(
          "ssl_backend_tls_verify",
          text -> one("ssl_backend_tls_verify", Label.SSL_BACKEND_TLS_VERIFY, text));
      known.put("websocket_endpoints", this::endpoints);
      known.put("ip_hash", text -> one("ip_hash", Label.IP_HASH, text));
      known.put(BACKEND_MODE, this::mode);
      NOT_DONE.forEach((key, instead) -> known.put(key, text -> notDone(key, text, instead)));
    }

    Intents intents() {
      labels.forEach((key, text) -> {
        String name = key.substring(KeptLabels.LOAD_BALANCER.length());
        Optional.ofNullable(known.get(name))
            .ifPresentOrElse(reader -> reader.accept(text.strip()), () -> unknown(name));
      });
      boolean named = labels.containsKey(HOSTS);
      if (!named) {
        refuse("hosts", "the service has other labels of this kind but not this one", "add it");
      }
      TreeSet<String> networks = new TreeSet<>();
      String network = labels.getOrDefault(KeptLabels.LOAD_BALANCER + "network", "").strip();
      if (!network.isEmpty()) {
        networks.add(network);
        networks.add(container.stack() + "_" + network); // As stacks call theirs.
      }
      return new Intents(true, named, sites(), networks, findings);
    }

    private List<Intent> sites() {
      if (hosts.isEmpty()) {
        return List.of();
      }
      SequencedMap<Claim, String> aliases = new LinkedHashMap<>();
      hosts.stream().skip(1).forEach(alias -> aliases.put(new NameClaim(alias), HOSTS));
      LabelValues all = values.add(Label.HOSTNAME, HOSTS, hosts.getFirst()).build();
      SiteId site = new SiteId(hosts.getFirst());
      return List.of(new Intent(container, site, aliases, all, findings.isEmpty()));
    }

    private void hosts(String text) {
      for (String each : several("hosts", text, 1 + Label.ALIAS_DOMAIN.most())) {
        LabelGrammar.HOST_NAME
            .parse(each)
            .ifPresentOrElse(
                hosts::add,
                () -> outside("hosts", each, LabelGrammar.HOST_NAME.name() + ", or several"));
      }
    }

    private void endpoints(String text) {
      for (String each : several("websocket_endpoints", text, Label.WEBSOCKET_ENDPOINT.most())) {
        String path = each.strip();
        one(
            "websocket_endpoints",
            Label.WEBSOCKET_ENDPOINT,
            path.startsWith("/") ? path : "/" + path);
      }
    }

    private List<String> several(String key, String text, int most) {
      List<String> all = List.of(text.split(",", -1));
      if (all.size() > most) {
        refuse(key, "it names %d, and at most %d count".formatted(all.size(), most), "remove some");
      }
      return all.subList(0, Math.min(most, all.size()));
    }

    private void certificate(String text) {
      one("ssl_cert", Label.SSL_CERT, secret(text));
      values.add(Label.SSL, KeptLabels.LOAD_BALANCER + "ssl_cert", true);
    }

    /// Where a service that is given a secret has it.
    private static String secret(String name) {
      return SECRETS + name;
    }

    private <T> void one(String key, Label<T> label, String text) {
      label
          .grammar()
          .parse(text)
          .ifPresentOrElse(
              value -> values.add(label, KeptLabels.LOAD_BALANCER + key, value),
              () -> outside(key, text, label.grammar().name()));
    }

    private void mode(String text) {
      if (!text.equals("task")) {
        refuse(
            BACKEND_MODE,
            Quoted.of(text) + " is not done: requests go to tasks, never to a service's address",
            "write `task`, or remove the label");
      }
    }

    private void notDone(String key, String text, String instead) {
      if (!text.isEmpty() && !text.equals("false")) {
        refuse(key, "is not done", "remove it, and " + instead);
      }
    }

    private void unknown(String name) {
      refuse(
          Quoted.printable(name),
          "no such label",
          DidYouMean.among(known.keySet(), name)
              .map(near -> "did you mean `" + KeptLabels.LOAD_BALANCER + near + "`?")
              .orElse("remove it"));
    }

    private void outside(String key, String text, String expected) {
      refuse(key, Quoted.of(text) + " is not " + expected, "correct it");
    }

    private void refuse(String key, String what, String advice) {
      findings.add(
          new Finding(
              Finding.Code.BAD_VALUE,
              container.id(),
              container.name(),
              KeptLabels.LOAD_BALANCER + key,
              what + "; the service is not routed, since these labels count together or not at all",
              advice));
    }
  }
}
