package io.sallyport.traffic;

import io.sallyport.traffic.FailedAttempt.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What connections to the servers' addresses showed, and when to try the next one: once after an
/// address is new, again while it refuses, and where a symptom has several causes.
final class Questions {
  private static final Duration SOON = Duration.ofSeconds(4);
  private static final Duration LATER = Duration.ofSeconds(20);
  private static final int OFTEN = 15;

  private final Map<String, Shown> shown = new HashMap<>();

  /// A connection is tried to find out whether somebody listens, or by which protocol.
  enum Purpose {
    CONNECT,
    HANDSHAKE
  }

  /// @param last what the newest connection showed
  /// @param tls what the newest handshake showed
  /// @param refusals how many connections in succession were refused
  private record Shown(
      Listening last, Listening tls, int refusals, Instant connected, Instant greeted) {
    static final Shown NOTHING =
        new Shown(Listening.UNKNOWN, Listening.UNKNOWN, 0, Instant.MIN, Instant.MIN);
  }

  void keepOnly(Set<String> addresses) {
    shown.keySet().retainAll(addresses);
  }

  void learned(String address, Purpose purpose, Listening what, Instant now) {
    Shown before = of(address);
    shown.put(
        address,
        new Shown(
            what,
            purpose == Purpose.HANDSHAKE ? what : before.tls(),
            what == Listening.NOBODY ? before.refusals() + 1 : 0,
            now,
            purpose == Purpose.HANDSHAKE ? now : before.greeted()));
  }

  private Shown of(String address) {
    return shown.getOrDefault(address, Shown.NOTHING);
  }

  /// By which protocol what listens there answers, as far as it was asked.
  Listening tls(String address) {
    return of(address).tls();
  }

  /// When a connection came about last; long ago, where none did.
  Instant accepted(String address) {
    Shown known = of(address);
    return known.last().accepts() ? known.connected() : Instant.MIN;
  }

  /// Once may be chance: an application that is about to listen.
  boolean nobodyListens(String address) {
    return of(address).refusals() > 1;
  }

  /// When that was found out.
  Instant asked(String address) {
    return of(address).connected();
  }

  /// Whether to try a connection.
  ///
  /// @param refuses whether requests are refused there
  boolean connect(String address, boolean refuses, Instant now) {
    if (!shown.containsKey(address)) {
      return true;
    }
    Shown known = of(address);
    Duration pause = known.refusals() < OFTEN ? SOON : LATER;
    return (refuses || known.refusals() > 0) && !now.isBefore(known.connected().plus(pause));
  }

  /// Whether to try a handshake.
  boolean handshake(String address, Symptom symptom, boolean tls, Instant now) {
    boolean wanted =
        switch (symptom) {
          case NO_CONNECTION -> tls;
          case CLOSED, GARBLED, BAD_REQUEST -> !tls;
          case NO_CONNECTION_IN_TIME, NO_ANSWER_IN_TIME -> false;
        };
    return wanted && !now.isBefore(of(address).greeted().plus(LATER));
  }
}
