package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Intents;
import io.sallyport.routing.Requested.Where;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// What all containers of a look ask for, oldest first.
///
/// @param running of those that can be served
/// @param pausing of those that do not answer now and will again, such as between restarts: they
///   keep what is theirs and claim nothing new
/// @param unusable of those that are there and whose labels cannot be read: they keep what is their
///   group's, and say nothing about it
/// @param networks that labels of any container name, running or not
/// @param byContainer by identifier
record Requests(
    List<Intent> running,
    List<Intent> pausing,
    List<Intent> unusable,
    SortedSet<String> networks,
    Map<String, Requested> byContainer) {

  /// Reads them all; what is wrong with those that run, and ask this Sallyport, adds to `findings`.
  static Requests of(
      Observation seen,
      Function<Container, Intents> reading,
      ExtensionScopes scopes,
      List<Finding> findings) {
    Requests requests =
        new Requests(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new TreeSet<>(),
            new HashMap<>());
    for (Container container : seen.containers()) {
      Intents intents = reading.apply(container);
      String elsewhere = scopes.elsewhere(container).orElse("");
      requests.add(container, intents, elsewhere);
      if (container.running() && elsewhere.isEmpty()) {
        findings.addAll(intents.findings());
      }
    }
    return requests;
  }

  private void add(Container container, Intents intents, String elsewhere) {
    networks.addAll(intents.networks());
    boolean restarting = container.state() == State.RESTARTING;
    List<Where> served = new ArrayList<>();
    for (Intent intent : intents.sites()) {
      if (!intent.usable()) {
        if (container.running() || restarting) {
          unusable.add(intent);
        }
      } else if (container.running()) {
        running.add(intent);
        served.add(new Where(intent.name(), intent.root()));
      } else if (restarting || container.state() == State.PAUSED) {
        pausing.add(intent);
      }
    }
    String kind = ProxyLabel.kind(container).orElse("");
    boolean proxy = container.labels().containsKey(ProxyLabel.KEY);
    if (intents.asks() || proxy) {
      byContainer.put(
          container.id(),
          new Requested(true, intents.named(), kind, served, intents.sites(), elsewhere));
    }
  }
}
