package io.sallyport.swarm;

import io.sallyport.source.Nodes;
import io.sallyport.source.SwarmNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The other nodes of the Swarm, as its managers list them: each is a [Member] for as long as it is
/// listed.
final class Members {
  private static final int SHORT_ID = 12;
  private static final String DOWN = "down";

  private final Function<SwarmNode, Member> maker;
  private volatile All all = new All("", new TreeMap<>());

  /// @param ownName of this node; empty while there is no other
  /// @param others by identifier
  private record All(String ownName, SortedMap<String, Member> others) {}

  /// @param maker of a member that is not started yet
  Members(Function<SwarmNode, Member> maker) {
    this.maker = maker;
  }

  /// As the manager lists the nodes now.
  ///
  /// @param own this node's identifier
  /// @return whether others came or went, or are called otherwise
  synchronized boolean become(List<SwarmNode> nodes, String own) {
    Map<String, Integer> hostnames = new HashMap<>();
    nodes.forEach(node -> hostnames.merge(node.hostname(), 1, Integer::sum));
    All before = all;
    SortedMap<String, Member> others = new TreeMap<>();
    String ownName = "";
    boolean other = false;
    for (SwarmNode node : nodes) {
      String name = name(node, hostnames.getOrDefault(node.hostname(), 1) == 1);
      if (node.id().equals(own)) {
        ownName = name;
        continue;
      }
      Optional<Member> known = Optional.ofNullable(before.others().get(node.id()));
      Member member = known.orElseGet(() -> maker.apply(node));
      other |= known.isEmpty() || !member.name().equals(name) || isDown(member) != isDown(node);
      member.become(node, name);
      if (known.isEmpty()) {
        member.start();
      }
      others.put(node.id(), member);
    }
    all = new All(others.isEmpty() ? "" : ownName, others);
    for (Map.Entry<String, Member> was : before.others().entrySet()) {
      if (!others.containsKey(was.getKey())) {
        was.getValue().end();
        other = true;
      }
    }
    return other;
  }

  /// Two machines may have the same host name.
  private static String name(SwarmNode node, boolean unique) {
    return unique && !node.hostname().isEmpty()
        ? node.hostname()
        : node.hostname() + "-" + node.id().substring(0, Math.min(SHORT_ID, node.id().length()));
  }

  private static boolean isDown(Member member) {
    return isDown(member.node());
  }

  private static boolean isDown(SwarmNode node) {
    return node.state().equals(DOWN);
  }

  /// What people know this node by; empty while there is no other.
  String ownName() {
    return all.ownName();
  }

  /// Those of the other nodes, in the order of their identifiers.
  List<Member> others() {
    return List.copyOf(all.others().values());
  }

  Optional<Member> other(String node) {
    return Optional.ofNullable(all.others().get(node));
  }

  /// Waits until each that its manager calls ready has been seen once, or for this long.
  void awaitReady(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Member each : others()) {
      if (each.node().state().equals("ready")) {
        each.awaitMet(end);
      }
    }
  }

  /// Who is seen, and who is not.
  Nodes nodes() {
    All now = all;
    SortedSet<String> seen = new TreeSet<>(List.of(now.ownName()));
    SortedMap<String, String> lost = new TreeMap<>();
    SortedMap<String, String> unmet = new TreeMap<>();
    SortedSet<String> down = new TreeSet<>();
    for (Member each : now.others().values()) {
      Optional<String> trouble = each.trouble();
      if (trouble.isEmpty()) {
        seen.add(each.name());
        continue;
      }
      lost.put(each.name(), trouble.get());
      if (each.seen().isEmpty()) {
        unmet.put(each.name(), each.node().id());
      }
      if (isDown(each)) {
        down.add(each.name());
      }
    }
    return new Nodes(seen, lost, unmet, down, true);
  }

  /// There are no others any more.
  synchronized void end() {
    others().forEach(Member::end);
    all = new All("", new TreeMap<>());
  }
}
