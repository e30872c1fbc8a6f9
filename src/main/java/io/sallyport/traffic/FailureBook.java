package io.sallyport.traffic;

import io.sallyport.traffic.FailedAttempt.Symptom;
import io.sallyport.traffic.Questions.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is known of the servers of one proxy: which of them fail, how, and what to find out.
public final class FailureBook {
  /// A connection that was kept open may be closed by the server just when a request comes, and a
  /// packet may be lost. So fewer than these within a minute say nothing.
  private static final int OF_CHANCE = 3;

  private static final Duration CHANCES = Duration.ofMinutes(1);

  /// Connections to try at once.
  private static final int AT_ONCE = 10;

  private final String proxy;
  private final Questions questions = new Questions();
  private final Map<Place, Map<Symptom, Tally>> tallies = new HashMap<>();
  private Map<Place, ServedServer> served = Map.of();

  private record Place(String host, String address) {}

  /// So many failures of one server.
  public record FailureCount(String host, String container, ServerFault fault, long times) {}

  /// A connection for the proxy to try.
  ///
  /// @param handshake whether to begin TLS on it
  public record Trial(String address, boolean handshake) {}

  /// @param proxy its name
  public FailureBook(String proxy) {
    this.proxy = proxy;
  }

  /// The servers that the proxy has now; what is known of others is forgotten.
  public void serves(List<ServedServer> servers) {
    Map<Place, ServedServer> now = new LinkedHashMap<>();
    servers.forEach(each -> now.putIfAbsent(new Place(each.host(), each.address()), each));
    served.forEach((place, before) -> {
      ServedServer after = now.get(place);
      if (after == null || !after.containerId().equals(before.containerId())) {
        tallies.remove(place);
      }
    });
    Map<String, Set<String>> containers = containers(served);
    served = now;
    Map<String, Set<String>> same = containers(now);
    same.entrySet().removeIf(each -> !each.getValue().equals(containers.get(each.getKey())));
    questions.keepOnly(same.keySet());
  }

  /// The containers at each address.
  private static Map<String, Set<String>> containers(Map<Place, ServedServer> servers) {
    return servers.values().stream()
        .collect(
            Collectors.groupingBy(
                ServedServer::address,
                Collectors.mapping(ServedServer::containerId, Collectors.toSet())));
  }

  /// Attempts that failed. Those of servers that the proxy has no more say nothing.
  public List<FailureCount> note(List<FailedAttempt> attempts, Instant now) {
    Map<Place, Map<Symptom, List<FailedAttempt>>> byPlace = new LinkedHashMap<>();
    for (FailedAttempt attempt : attempts) {
      byPlace
          .computeIfAbsent(
              new Place(attempt.host(), attempt.address()), any -> new EnumMap<>(Symptom.class))
          .computeIfAbsent(attempt.symptom(), any -> new ArrayList<>())
          .add(attempt);
    }
    List<FailureCount> failed = new ArrayList<>();
    byPlace.forEach((place, bySymptom) -> {
      ServedServer server = served.get(place);
      if (server != null) {
        bySymptom.forEach((symptom, some) -> {
          note(place, symptom, some, now);
          fault(server, symptom)
              .ifPresent(fault ->
                  failed.add(
                      new FailureCount(
                          server.host(),
                          server.container(),
                          fault,
                          some.stream().mapToLong(FailedAttempt::times).sum())));
        });
      }
    });
    return failed;
  }

  private void note(Place place, Symptom symptom, List<FailedAttempt> some, Instant now) {
    Tally tally =
        tallies
            .computeIfAbsent(place, any -> new EnumMap<>(Symptom.class))
            .computeIfAbsent(
                symptom,
                any ->
                    new Tally(
                        now.minus(
                            some.stream()
                                .map(FailedAttempt::ago)
                                .max(Comparator.naturalOrder())
                                .orElseThrow())));
    some.forEach(each -> tally.add(each.times(), each.hidden(), now.minus(each.ago())));
  }

  /// Connections to try now, which are then to be told by [#learned]: a few, first those to the
  /// addresses that were not tried for the longest time.
  public List<Trial> trials(Instant now) {
    Map<String, Trial> trials = new LinkedHashMap<>();
    served.forEach((place, server) -> {
      Map<Symptom, Tally> noted = tallies.getOrDefault(place, Map.of());
      boolean handshake =
          noted.keySet().stream()
              .anyMatch(each -> questions.handshake(place.address(), each, server.tls(), now));
      boolean refuses = noted.containsKey(Symptom.NO_CONNECTION) && !server.tls();
      if (handshake) {
        trials.put(place.address(), new Trial(place.address(), true));
      } else if (questions.connect(place.address(), refuses, now)) {
        trials.putIfAbsent(place.address(), new Trial(place.address(), false));
      }
    });
    return trials.values().stream()
        .sorted(Comparator.comparing(trial -> questions.asked(trial.address())))
        .limit(AT_ONCE)
        .toList();
  }

  /// What a connection showed.
  public void learned(Trial trial, Listening what, Instant now) {
    Purpose purpose = trial.handshake() ? Purpose.HANDSHAKE : Purpose.CONNECT;
    questions.learned(trial.address(), purpose, what, now);
  }

  /// The servers that fail now.
  public List<FailingServer> failing(Instant now) {
    tallies.forEach((place, noted) -> noted.values().removeIf(tally -> isOver(place, tally, now)));
    tallies.values().removeIf(Map::isEmpty);
    List<FailingServer> failing = new ArrayList<>();
    served.forEach((place, server) -> {
      Set<ServerFault> said = new HashSet<>();
      tallies
          .getOrDefault(place, Map.of())
          .forEach((symptom, tally) ->
              fault(server, symptom)
                  .filter(fault -> isFault(server, symptom, tally) && said.add(fault))
                  .ifPresent(fault -> failing.add(failing(server, fault, tally, now))));
      if (questions.nobodyListens(place.address()) && said.isEmpty()) {
        failing.add(silent(server, now));
      }
    });
    return failing;
  }

  /// A connection that came about shows more than that nobody asks.
  private boolean isOver(Place place, Tally tally, Instant now) {
    Map<Symptom, Tally> noted = tallies.getOrDefault(place, Map.of());
    boolean refused = tally.equals(noted.get(Symptom.NO_CONNECTION));
    boolean tls = Optional.ofNullable(served.get(place)).map(ServedServer::tls).orElse(false);
    return tally.over(now)
        || (refused && !tls && questions.accepted(place.address()).isAfter(tally.last()));
  }

  /// A failure that clients got is one, but for a connection that was closed, and an answer of 400
  /// by TLS: an application that only asks for a certificate may give it too, and now and then.
  private boolean isFault(ServedServer server, Symptom symptom, Tally tally) {
    boolean perhaps = symptom == Symptom.CLOSED || (symptom == Symptom.BAD_REQUEST && server.tls());
    return (tally.shown() && !perhaps)
        || (symptom == Symptom.NO_CONNECTION && questions.refuses(server.address()))
        || tally.within(CHANCES, tally.last()) >= OF_CHANCE;
  }

  private Optional<ServerFault> fault(ServedServer server, Symptom symptom) {
    Listening shown = questions.tls(server.address());
    boolean wantsTls = !server.tls() && shown.usesTls();
    boolean asks = server.tls() && !server.certificate() && shown == Listening.TLS_CERTIFICATE;
    return switch (symptom) {
      case NO_CONNECTION ->
          Optional.of(
              server.tls() && shown != Listening.NOBODY
                  ? ServerFault.TLS_FAILS
                  : ServerFault.REFUSES);
      case NO_CONNECTION_IN_TIME -> Optional.of(ServerFault.UNREACHED);
      case NO_ANSWER_IN_TIME -> Optional.of(ServerFault.TIMES_OUT);
      case CLOSED -> Optional.of(wantsTls ? ServerFault.WANTS_TLS : ServerFault.CLOSES);
      case GARBLED -> Optional.of(wantsTls ? ServerFault.WANTS_TLS : ServerFault.NO_HTTP);
      case BAD_REQUEST ->
          wantsTls
              ? Optional.of(ServerFault.WANTS_TLS)
              : Optional.of(ServerFault.WANTS_CERTIFICATE).filter(any -> asks);
    };
  }

  private FailingServer failing(ServedServer server, ServerFault fault, Tally tally, Instant now) {
    return new FailingServer(
        proxy,
        server.host(),
        server.address(),
        fault,
        tally.within(FailingServer.WINDOW, now),
        tally.since(),
        Optional.of(tally.last()),
        now,
        FaultFinding.of(server, fault, questions.tls(server.address())));
  }

  private FailingServer silent(ServedServer server, Instant now) {
    return new FailingServer(
        proxy,
        server.host(),
        server.address(),
        ServerFault.REFUSES,
        0,
        questions.asked(server.address()),
        Optional.empty(),
        now,
        FaultFinding.of(server, ServerFault.REFUSES, Listening.NOBODY));
  }
}
