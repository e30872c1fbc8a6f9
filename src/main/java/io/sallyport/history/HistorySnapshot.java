package io.sallyport.history;

import io.sallyport.explain.PassSnapshot;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known at one moment. Immutable: any thread may read it.
///
/// @param pass what the last pass saw and decided; empty before the first
/// @param proxies by name
public record HistorySnapshot(
    Optional<PassSnapshot> pass, SortedMap<String, ProxyRecord> proxies, Revisions revisions) {
  static final HistorySnapshot EMPTY =
      new HistorySnapshot(Optional.empty(), new TreeMap<>(), new Revisions(0, 0, 0, 0));

  /// The number of the last change to each document; a client that has seen it need not request
  /// that document again.
  public record Revisions(long containers, long routes, long proxies, long findings) {}

  /// Keeps what it is given.
  public HistorySnapshot {
    proxies = Collections.unmodifiableSortedMap(new TreeMap<>(proxies));
  }

  /// After a pass.
  ///
  /// @param number of the change, if it is one
  HistorySnapshot passed(PassSnapshot now, long number) {
    boolean changed = pass.filter(now::sameAs).isEmpty();
    boolean routes =
        pass.filter(old -> now.sameTables(old) && now.leaving().equals(old.leaving())).isEmpty();
    SortedMap<String, ProxyRecord> running = running(now);
    boolean others = !running.equals(proxies);
    return new HistorySnapshot(
        Optional.of(now),
        running,
        new Revisions(
            changed ? number : revisions.containers(),
            changed && (routes || others) ? number : revisions.routes(),
            others ? number : revisions.proxies(),
            revisions.findings()));
  }

  /// What is known of proxies that still run.
  private SortedMap<String, ProxyRecord> running(PassSnapshot now) {
    SortedMap<String, ProxyRecord> running = new TreeMap<>();
    now.proxies()
        .forEach(share -> {
          String id = share.proxy().id();
          ProxyRecord known = proxies.get(share.proxy().name());
          running.put(
              share.proxy().name(),
              known == null || !known.containerId().equals(id) ? ProxyRecord.found(id) : known);
        });
    return running;
  }

  /// After a rollout has changed what is known of a proxy.
  HistorySnapshot reported(String proxy, ProxyRecord now, long number) {
    SortedMap<String, ProxyRecord> changed = new TreeMap<>(proxies);
    ProxyRecord before = changed.put(proxy, now);
    boolean served = before == null || !now.served().equals(before.served());
    return new HistorySnapshot(
        pass,
        changed,
        new Revisions(
            served ? number : revisions.containers(),
            served ? number : revisions.routes(),
            number,
            revisions.findings()));
  }

  /// After servers have begun or ceased to fail, or fail otherwise.
  HistorySnapshot noticed(long number) {
    return new HistorySnapshot(
        pass, proxies, new Revisions(number, number, revisions.proxies(), revisions.findings()));
  }

  /// After findings have appeared or gone.
  HistorySnapshot found(long number) {
    return new HistorySnapshot(
        pass, proxies, new Revisions(number, revisions.routes(), revisions.proxies(), number));
  }
}
