package io.sallyport.swarm;

import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Listed;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmPlace;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmService;
import io.sallyport.source.SwarmSource;
import io.sallyport.source.SwarmTask;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The own engine as a manager: what it tells others is what the members follow. Once it speaks for
/// another Swarm than at first, nothing that it says counts any more.
final class FollowedSwarm implements SwarmSource {
  private final SwarmSource manager;
  private final Members members;
  private final AgentAddresses addresses;
  private final NodeEvents events;
  private volatile Optional<SwarmPlace> known = Optional.empty();

  FollowedSwarm(SwarmSource manager, Members members, AgentAddresses addresses, NodeEvents events) {
    this.manager = manager;
    this.members = members;
    this.addresses = addresses;
    this.events = events;
  }

  /// Whether it was a worker when it was last asked.
  boolean worker() {
    return known.filter(place -> place.role() == SwarmRole.WORKER).isPresent();
  }

  /// What was told last of what the engine is; asks where nothing was.
  SwarmPlace known() {
    return known.orElseGet(this::place);
  }

  @Override
  public SwarmPlace place() {
    SwarmPlace now = manager.place();
    Optional<SwarmPlace> before = known;
    String first = before.map(SwarmPlace::cluster).orElse("");
    if (!first.isEmpty() && !now.cluster().isEmpty() && !now.cluster().equals(first)) {
      throw another(first, now.cluster());
    }
    known =
        Optional.of(now.cluster().isEmpty() ? new SwarmPlace(now.role(), first, now.node()) : now);
    if (now.role() != SwarmRole.MANAGER) {
      members.end();
    }
    if (before.filter(was -> was.role() != now.role()).isPresent()) {
      events.changed("engine_role", now.role().name().toLowerCase(Locale.ROOT));
    }
    return now;
  }

  /// This node is among them, unless it is another Swarm's list.
  @Override
  public Listed<SwarmNode> nodes() {
    String own = known().node();
    Listed<SwarmNode> listed = manager.nodes();
    if (listed.items().stream().noneMatch(node -> node.id().equals(own))) {
      throw another(known().cluster(), "another one");
    }
    if (members.become(listed.items(), own)) {
      events.changed("nodes", members.ownName());
    }
    return listed;
  }

  @Override
  public Listed<SwarmService> services() {
    nodes();
    return manager.services();
  }

  @Override
  public Listed<SwarmTask> tasks() {
    Listed<SwarmTask> listed = manager.tasks();
    addresses.told(listed.items());
    return listed;
  }

  @Override
  public Listed<SwarmTask> tasks(String service) {
    return manager.tasks(service);
  }

  @Override
  public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    return manager.subscribe(onEvent, onEnd);
  }

  private static EngineException another(String before, String now) {
    return new EngineException(
        "the engine was in Swarm %s and is in %s now, so what it tells does not count; restart Sallyport there if that is meant"
            .formatted(before, now));
  }
}
