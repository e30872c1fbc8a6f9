package io.sallyport.explain;

import io.sallyport.finding.Finding;
import io.sallyport.traffic.FailingServer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What becomes of one container, and why. Plain texts and numbers, since it is sent as it is: what
/// does not apply is empty, times are as in RFC 3339.
///
/// @param node the node of a Swarm, classic or not; empty on a plain engine
/// @param state the engine's word for it: `running`, `exited`, …
/// @param health `none`, `starting`, `healthy`, `unhealthy`
/// @param reason the first reason why it is not routed, in one line
/// @param advice what to do about that
/// @param claims the names that its labels claim, each with the path, whether it gets them or not:
///   `shop.example.com/cart`
/// @param routes where it is routed
/// @param notes everything that is to be said of it, with what to do
public record Explanation(
    String id,
    String name,
    String node,
    String state,
    String health,
    Standing standing,
    String reason,
    String advice,
    List<String> claims,
    List<Route> routes,
    List<Note> notes) {

  public Explanation {
    claims = List.copyOf(claims);
    routes = List.copyOf(routes);
    notes = List.copyOf(notes);
  }

  /// Where a container stands.
  public enum Standing {
    /// It gets requests.
    ROUTED,
    /// It gets none yet, or no more, and that passes by itself.
    WAITING,
    /// It asks to be routed and is not.
    NOT_ROUTED,
    /// It does not run.
    NOT_RUNNING,
    /// It asks nothing of this Sallyport: it has no such label, or is for another one.
    NOT_ASKED,
    /// It is a proxy that Sallyport configures.
    PROXY;

    /// In words.
    public String words() {
      return this == NOT_ASKED ? "ignored" : toString().replace('_', ' ');
    }

    @Override
    public String toString() {
      return lower(this);
    }
  }

  /// A way from a host name to the container.
  ///
  /// @param host the virtual host's name
  /// @param aliases its further names
  /// @param root the path that is served
  /// @param address `IP:port`
  /// @param through the network or the published port that the address belongs to, in words
  /// @param weight against those of the location's other servers
  /// @param backup whether it gets requests only when the others are gone
  /// @param draining whether it is about to end, and is the last one
  /// @param proxies for which this is the way
  /// @param failures how it fails requests, by proxy; empty while none is known to fail
  public record Route(
      String host,
      List<String> aliases,
      String root,
      String address,
      String through,
      int weight,
      boolean backup,
      boolean draining,
      List<ByProxy> proxies,
      List<Failures> failures) {
    public Route {
      aliases = List.copyOf(aliases);
      proxies = List.copyOf(proxies);
      failures = List.copyOf(failures);
    }
  }

  /// One proxy on that way.
  ///
  /// @param running whether the proxy has been seen to run it
  /// @param since when that was seen first; empty when it does not run it, or nobody has looked
  public record ByProxy(String name, boolean running, String since) {}

  /// Requests that a container fails, as one proxy notices it.
  ///
  /// @param fault `refuses`, `unreached`, `times_out`, `closes`, `no_http`, `tls_fails`,
  ///   `wants_tls`, `wants_certificate`
  /// @param text what it did, in words: `refused 12 connections in the last 10 s`
  /// @param attempts how many failed in the last 10 s
  /// @param since when the first of them failed
  /// @param last when the newest one failed; empty where no request has failed, and nothing listens
  public record Failures(
      String proxy, String fault, String text, long attempts, String since, String last) {
    static Failures of(FailingServer server) {
      return new Failures(
          server.proxy(),
          lower(server.fault()),
          server.text(),
          server.attempts(),
          server.since().truncatedTo(ChronoUnit.SECONDS).toString(),
          server.last().map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(""));
    }
  }

  /// A finding as it is sent.
  ///
  /// @param severity `error`, `warning` or `info`
  public record Note(String severity, String code, String label, String message, String advice) {
    /// What is to be said of a container, without its name.
    public static Note of(Finding finding) {
      return new Note(
          lower(finding.code().severity()),
          lower(finding.code()),
          finding.label(),
          finding.message(),
          finding.advice());
    }

    /// What is to be said of anything, with what it is about.
    public static Note withSubject(Finding finding) {
      Note note = of(finding);
      return new Note(
          note.severity,
          note.code,
          note.label,
          finding.subject().opening() + note.message,
          note.advice);
    }
  }

  /// The same, of which this is to be said too.
  public Explanation with(List<Note> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Note> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Explanation(
        id, name, node, state, health, standing, reason, advice, claims, routes, all);
  }

  /// Whether somebody should do something about it.
  public boolean needsHands() {
    return standing == Standing.NOT_ROUTED
        || notes.stream().anyMatch(note -> !note.severity().equals("info"));
  }

  /// The word as it is written in JSON and on pages.
  public static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
