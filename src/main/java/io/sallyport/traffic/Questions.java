package io.sallyport.traffic;

import io.sallyport.traffic.FailedAttempt.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What connections to the servers' addresses showed, and when to try the next one: once after an
/// address is new, again while it refuses or a few times while nothing is learned, and where a
/// symptom has several causes.
final class Questions {
  private static final Duration SOON = Duration.ofSeconds(4);
  private static final Duration LATER = Duration.ofSeconds(20);
  private static final Duration MUCH_LATER = Duration.ofHours(1);
  private static final int OFTEN = 15;

  /// After so many connections in succession that show nothing, nothing is known any more.
  private static final int IN_VAIN = 3;

  private final Map<String, Shown> shown = new HashMap<>();

  /// A connection is tried to find out whether somebody listens, or by which protocol.
  enum Purpose {
    CONNECT,
    HANDSHAKE
  }

  /// @param last what the newest connection showed
  /// @param tls what the newest handshake that showed something showed
  /// @param refusals how many connections in succession were refused, but for those that showed
  ///   nothing
  /// @param vain how many connections in succession showed nothing, at most [#IN_VAIN]
  private record Shown(
      Listening last, Listening tls, int refusals, int vain, Instant connected, Instant greeted) {
    static final Shown NOTHING =
        new Shown(Listening.UNKNOWN, Listening.UNKNOWN, 0, 0, Instant.MIN, Instant.MIN);

    Shown then(Purpose purpose, Listening what, Instant now) {
      boolean handshake = purpose == Purpose.HANDSHAKE;
      Instant greeting = handshake ? now : greeted;
      if (what != Listening.UNKNOWN) {
        int refused = what == Listening.NOBODY ? refusals + 1 : 0;
        return new Shown(what, handshake ? what : tls, refused, 0, now, greeting);
      }
      return vain + 1 < IN_VAIN
          ? new Shown(what, tls, refusals, vain + 1, now, greeting)
          : new Shown(what, Listening.UNKNOWN, 0, IN_VAIN, now, greeting);
    }
  }

  void keepOnly(Set<String> addresses) {
    shown.keySet().retainAll(addresses);
  }

  void learned(String address, Purpose purpose, Listening what, Instant now) {
    shown.put(address, of(address).then(purpose, what, now));
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

  /// Whether the newest connection that showed something was refused.
  boolean refuses(String address) {
    return of(address).refusals() > 0;
  }

  /// Once may be chance: an application that is about to listen.
  boolean nobodyListens(String address) {
    return of(address).refusals() > 1;
  }

  /// When the newest connection was tried; long ago, where none was.
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
    boolean open = known.vain() > 0 && known.vain() < IN_VAIN;
    Duration pause = known.vain() == 0 && known.refusals() < OFTEN ? SOON : LATER;
    return (refuses || known.refusals() > 0 || open)
        && !now.isBefore(known.connected().plus(pause));
  }

  /// Whether to try a handshake. An application that answers 400 by itself may do so all day.
  boolean handshake(String address, Symptom symptom, boolean tls, Instant now) {
    boolean wanted =
        switch (symptom) {
          case NO_CONNECTION -> tls;
          case CLOSED, BAD_REQUEST -> true;
          case GARBLED -> !tls;
          case NO_CONNECTION_IN_TIME, NO_ANSWER_IN_TIME -> false;
        };
    Listening known = tls(address);
    boolean own =
        symptom == Symptom.BAD_REQUEST && (tls ? known.usesTls() : known == Listening.NO_TLS);
    return wanted && !now.isBefore(of(address).greeted().plus(own ? MUCH_LATER : LATER));
  }
}
