package io.sallyport.cli;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Attachment;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.State;
import io.sallyport.source.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A proxy that is not there, on every network that a container is on: what is rendered for it
/// shows what labels lead to where no proxy runs.
final class Preview {
  private Preview() {}

  static Observation withProxy(Settings settings, Observation seen) {
    SortedMap<String, Attachment> everywhere = new TreeMap<>();
    for (Container container : seen.containers()) {
      container.networks().forEach(everywhere::putIfAbsent);
    }
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put(
        "interlock.ext.name",
        settings.proxies().stream()
            .findFirst()
            .map(ProxySettings::name)
            .orElse(ProxySettings.USUAL));
    List<Container> containers = new ArrayList<>(seen.containers());
    containers.add(
        new Container(
            "preview",
            "preview",
            "",
            "",
            Instant.MAX,
            State.RUNNING,
            Health.NONE,
            "default",
            labels,
            List.of(),
            everywhere));
    return new Observation(seen.engine(), seen.nodes(), containers, seen.networks());
  }
}
