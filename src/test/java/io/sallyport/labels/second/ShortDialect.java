package io.sallyport.labels.second;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Claim;
import io.sallyport.labels.Dialect;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Intents;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelGrammar;
import io.sallyport.labels.LabelValues;
import io.sallyport.labels.PortClaim;
import io.sallyport.labels.TrafficGrammar;
import io.sallyport.model.SiteId;
import io.sallyport.source.Container;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/// A made-up dialect: each label `interlock.short.NAME=HOST[/PATH] PORT [tcp/PORT]` is a site of
/// its own, which may claim a port of the proxies besides.
final class ShortDialect implements Dialect {
  static final String PREFIX = "interlock.short.";

  @Override
  public Intents read(Container container) {
    List<Intent> sites = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    boolean asks = false;
    for (Map.Entry<String, String> label : container.labels().entrySet()) {
      if (label.getKey().startsWith(PREFIX)) {
        asks = true;
        Optional<Intent> site = site(container, label.getKey(), label.getValue());
        site.ifPresentOrElse(sites::add, () -> findings.add(refused(container, label.getKey())));
      }
    }
    return new Intents(asks, asks, sites, new TreeSet<>(), findings);
  }

  private static Optional<Intent> site(Container container, String key, String text) {
    String[] words = text.strip().split(" +", -1);
    if (words.length < 2) {
      return Optional.empty();
    }
    String[] place = words[0].split("/", 2);
    Optional<String> host = LabelGrammar.HOST_NAME.parse(place[0]);
    Optional<String> path = TrafficGrammar.PATH.parse(place.length == 2 ? place[1] : "/");
    Optional<Integer> port = LabelGrammar.PORT.parse(words[1]);
    Optional<PortClaim> claim = words.length == 3 ? PortClaim.parse(words[2]) : Optional.empty();
    if (host.isEmpty() || path.isEmpty() || port.isEmpty()) {
      return Optional.empty();
    }
    LabelValues values =
        new LabelValues.Builder()
            .add(Label.HOSTNAME, key, host.get())
            .add(Label.CONTEXT_ROOT, key, path.get())
            .add(Label.PORT, key, port.get())
            .build();
    SequencedMap<Claim, String> claims = new LinkedHashMap<>();
    claim.ifPresent(each -> claims.put(each, key));
    return Optional.of(new Intent(container, new SiteId(host.get()), claims, values, true));
  }

  private static Finding refused(Container container, String key) {
    return new Finding(
        Finding.Code.BAD_VALUE,
        container.id(),
        container.name(),
        key,
        "is not a host, a port and nothing else",
        "write `HOST PORT`");
  }
}
