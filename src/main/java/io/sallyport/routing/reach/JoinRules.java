package io.sallyport.routing.reach;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.source.Container;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `JoinNetworks`: the networks that labels may have an extension's proxies join.
///
/// @param listed as written; nothing where the setting is not
public record JoinRules(Optional<List<String>> listed) {
  /// What each Swarm node has for its own use: to publish ports of services, and to let their tasks
  /// out.
  private static final Set<String> OF_SWARM = Set.of("ingress", "docker_gwbridge");

  private static final String TASK = "com.docker.swarm.task.id";

  /// Those of an extension.
  public static JoinRules of(ProxySettings extension) {
    return new JoinRules(extension.find(Setting.JOIN_NETWORKS));
  }

  /// Whether Swarm runs the container: a network that is connected by hand takes an address that
  /// Swarm may have given away (moby 32172).
  public static boolean isTask(Container container) {
    return container.label(TASK).isPresent();
  }

  /// Whether labels may name the network.
  public boolean allows(String network) {
    return !OF_SWARM.contains(network)
        && listed
            .map(names -> names.stream().anyMatch(name -> NamePattern.matches(name, network)))
            .orElse(true);
  }

  /// Why the proxy does not join a network for a container; nothing where it does.
  public Optional<Finding> refusal(Container proxy, Intent intent, String network) {
    if (OF_SWARM.contains(network)) {
      return Optional.of(
          notJoined(
              intent,
              "proxy `%s` does not join `%s`, which is for Swarm's own use",
              proxy,
              network,
              "name a network that the container's service is on"));
    }
    if (isTask(proxy)) {
      return Optional.of(
          notJoined(
              intent,
              "proxy `%s` is a task of a Swarm service, which is never connected to a network from"
                  + " outside, and is not on `%s`",
              proxy,
              network,
              "put its service there: docker service update --network-add " + network));
    }
    return allows(network)
        ? Optional.empty()
        : Optional.of(
            notJoined(
                intent,
                "proxy `%s` may not join network `%s`: setting `JoinNetworks` does not list it",
                proxy,
                network,
                "list it there, or put the proxy on it yourself"));
  }

  private static Finding notJoined(
      Intent intent, String message, Container proxy, String network, String advice) {
    return intent.finding(
        Finding.Code.NETWORK_NOT_ALLOWED,
        Label.NETWORK,
        message.formatted(proxy.name(), network),
        advice);
  }
}
