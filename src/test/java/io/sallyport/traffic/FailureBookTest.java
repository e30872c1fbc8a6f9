package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.finding.Finding.Code;
import io.sallyport.traffic.FailedAttempt.Symptom;
import io.sallyport.traffic.FailureBook.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureBookTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final String ADDRESS = "172.18.0.5:9999";

  private final FailureBook book = new FailureBook("edge");
  private Instant now = NOON;

  private void serves(boolean tls) {
    book.serves(
        List.of(new ServedServer("shop.example", ADDRESS, "id2", "shop-2", tls, List.of(8000))));
    book.learned(new Trial(ADDRESS, false), Listening.OPEN, now.minusSeconds(1));
  }

  private void fails(Symptom symptom, int times) {
    fails(symptom, times, false);
  }

  private void fails(Symptom symptom, int times, boolean hidden) {
    FailedAttempt attempt =
        new FailedAttempt("shop.example", ADDRESS, symptom, hidden, 1, Duration.ofMillis(500));
    book.note(Collections.nCopies(times, attempt), now);
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private List<FailingServer> failing() {
    return book.failing(now);
  }

  @Test
  void saysWhatAServerDidAndWhatToDo() {
    serves(false);
    fails(Symptom.NO_CONNECTION, 12);

    FailingServer server = failing().getFirst();
    assertThat(server.text()).isEqualTo("refused 12 connections in the last 10 s");
    assertThat(server.finding())
        .hasToString(
            "error: container shop-2: the container refuses connections at 172.18.0.5:9999; the"
                + " image exposes 8000: set `interlock.port` to the port that the application listens"
                + " on, or let it listen on 9999");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_CONNECTION,         false, UNKNOWN, SERVER_REFUSES",
    "NO_CONNECTION,         true,  UNKNOWN, SERVER_TLS",
    "NO_CONNECTION,         true,  NOBODY,  SERVER_REFUSES",
    "NO_CONNECTION,         true,  NO_TLS,  SERVER_TLS",
    "NO_CONNECTION_IN_TIME, false, UNKNOWN, SERVER_UNREACHED",
    "NO_ANSWER_IN_TIME,     true,  UNKNOWN, SERVER_TIMES_OUT",
    "CLOSED,                false, OPEN,    SERVER_CLOSES",
    "CLOSED,                false, TLS,     SERVER_WANTS_TLS",
    "CLOSED,                true,  TLS,     SERVER_CLOSES",
    "GARBLED,               false, NO_TLS,  SERVER_NO_HTTP",
    "GARBLED,               false, TLS,     SERVER_WANTS_TLS",
    "CLOSED,                false, TLS_CERTIFICATE, SERVER_WANTS_TLS",
    "NO_CONNECTION,         true,  TLS_CERTIFICATE, SERVER_TLS",
    "CLOSED,                true,  TLS_CERTIFICATE, SERVER_CLOSES",
    "BAD_REQUEST,           true,  TLS_CERTIFICATE, SERVER_WANTS_CERTIFICATE",
    "BAD_REQUEST,           false, TLS_CERTIFICATE, SERVER_WANTS_TLS",
    "BAD_REQUEST,           false, TLS,     SERVER_WANTS_TLS"
  })
  void eachSymptomHasItsOwnWords(Symptom symptom, boolean tls, Listening shown, Code code) {
    serves(tls);
    fails(symptom, 3);
    book.learned(new Trial(ADDRESS, true), shown, now.minusSeconds(1));
    fails(symptom, 1);

    assertThat(failing()).extracting(each -> each.finding().code()).containsExactly(code);
  }

  @Test
  void oneLineMayCountSeveral() {
    serves(false);
    FailedAttempt many =
        new FailedAttempt(
            "shop.example", ADDRESS, Symptom.NO_CONNECTION, false, 4000, Duration.ofMillis(500));
    assertThat(book.note(List.of(many, many), now))
        .extracting(FailureBook.FailureCount::times)
        .containsExactly(8000L);
    assertThat(failing().getFirst().text()).isEqualTo("refused 8000 connections in the last 10 s");
  }

  @Test
  void anApplicationsOwn400IsNoFault() {
    serves(false);
    fails(Symptom.BAD_REQUEST, 100);
    assertThat(book.trials(now)).containsExactly(new Trial(ADDRESS, true));
    book.learned(new Trial(ADDRESS, true), Listening.NO_TLS, now);

    assertThat(failing()).isEmpty();
    assertThat(book.trials(now)).isEmpty();
  }

  /// What can be told apart is only whether the server asks for a certificate, and that need not be
  /// the reason of a single 400.
  @Test
  void a400ByTlsIsAFaultFromTheThirdOnWhereTheServerAsksForACertificate() {
    serves(true);
    Trial greeting = new Trial(ADDRESS, true);
    fails(Symptom.BAD_REQUEST, 2);
    assertThat(book.trials(now)).containsExactly(greeting);
    book.learned(greeting, Listening.TLS_CERTIFICATE, now);
    assertThat(failing()).isEmpty();
    pass(2);
    fails(Symptom.BAD_REQUEST, 1);
    FailingServer server = failing().getFirst();
    assertThat(server.text())
        .isEqualTo(
            "asks for a client certificate, and answered 3 requests with 400 in the last 10 s");
    assertThat(server.finding())
        .hasToString(
            "error: container shop-2: the container asks for a client certificate at"
                + " 172.18.0.5:9999, the proxy has none, and it answers 400; set"
                + " `interlock.ssl_backend_cert` and `interlock.ssl_backend_cert_key`, or turn that"
                + " off there");
  }

  /// Whether it accepts the one that the proxy shows cannot be told from an application's own 400.
  @Test
  void a400ByTlsIsNoFaultWhereTheProxyShowsACertificate() {
    book.serves(
        List.of(
            new ServedServer("shop.example", ADDRESS, "id2", "shop-2", true, true, List.of(8000))));
    fails(Symptom.BAD_REQUEST, 10);
    book.learned(new Trial(ADDRESS, true), Listening.TLS_CERTIFICATE, now);
    assertThat(failing()).isEmpty();
  }

  @Test
  void anApplicationsOwn400ByTlsIsNoFault() {
    serves(true);
    Trial greeting = new Trial(ADDRESS, true);
    for (int minutes = 0; minutes < 59; minutes++) {
      fails(Symptom.BAD_REQUEST, 100);
      assertThat(book.trials(now)).isEqualTo(minutes == 0 ? List.of(greeting) : List.of());
      book.learned(greeting, Listening.TLS, NOON);
      assertThat(failing()).isEmpty();
      pass(60);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NO_CONNECTION, TLS_CERTIFICATE, ; it asks for a client certificate: set `interlock.ssl_backend_cert`",
    "CLOSED,        TLS_CERTIFICATE, ; it asks for a client certificate: set `interlock.ssl_backend_cert`",
    "CLOSED,        UNKNOWN,         ; if it asks for a client certificate",
    "CLOSED,        TLS,             see its log (docker logs shop-2)"
  })
  void otherFailuresByTlsMayHaveThatCause(Symptom symptom, Listening shown, String advice) {
    serves(true);
    fails(symptom, 3);
    book.learned(new Trial(ADDRESS, true), shown, now);
    assertThat(failing().getFirst().finding().advice()).contains(advice);
    assertThat(advice.startsWith(";") || failing().getFirst().finding().advice().equals(advice))
        .isTrue();
  }

  /// Without TLS it stays so for long.
  @Test
  void anApplicationsOwn400IsAskedAboutOnceAnHour() {
    serves(false);
    Trial greeting = new Trial(ADDRESS, true);
    book.learned(greeting, Listening.NO_TLS, now);
    for (int minutes = 0; minutes < 59; minutes++) {
      pass(60);
      fails(Symptom.BAD_REQUEST, 1);
      assertThat(book.trials(now)).isEmpty();
    }
    fails(Symptom.GARBLED, 1);
    assertThat(book.trials(now)).as("another symptom").containsExactly(greeting);
    failing();
    pass(61);
    failing();
    fails(Symptom.BAD_REQUEST, 1);
    assertThat(book.trials(now)).containsExactly(greeting);
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED,                true",
    "CLOSED,                false",
    "GARBLED,               true",
    "NO_CONNECTION,         true",
    "NO_CONNECTION_IN_TIME, true",
    "NO_ANSWER_IN_TIME,     true"
  })
  void whatMayBeChanceIsAFaultTheThirdTimeWithinAMinute(Symptom symptom, boolean hidden) {
    serves(false);
    fails(symptom, 1, hidden);
    pass(61);
    failing();
    fails(symptom, 2, hidden);
    assertThat(failing()).isEmpty();
    pass(40);
    fails(symptom, 1, hidden);
    assertThat(failing()).hasSize(1);
  }

  @Test
  void aRefusalThatARetryHidIsAFaultOnceAConnectionIsRefusedToo() {
    serves(false);
    fails(Symptom.NO_CONNECTION, 1, true);
    pass(4);
    assertThat(failing()).isEmpty();
    book.learned(new Trial(ADDRESS, false), Listening.NOBODY, now);
    assertThat(failing()).extracting(FailingServer::fault).containsExactly(ServerFault.REFUSES);
  }

  /// Other numbers are no news, so that the log has one line when it begins and one when it ends.
  @Test
  void theFindingStaysTheSame() {
    serves(false);
    fails(Symptom.NO_CONNECTION, 1);
    FailingServer first = failing().getFirst();
    pass(2);
    fails(Symptom.NO_CONNECTION, 5);
    FailingServer second = failing().getFirst();

    assertThat(second.finding()).isEqualTo(first.finding());
    assertThat(first.sameAs(second)).isTrue();
    pass(8);
    assertThat(first.sameAs(failing().getFirst())).isFalse();
  }

  @Test
  void manyFailuresAreOverAfterTenSecondsWithoutOne() {
    serves(false);
    for (int i = 0; i < 15; i++) {
      pass(1);
      fails(Symptom.NO_ANSWER_IN_TIME, 10);
    }
    pass(9);
    assertThat(failing()).hasSize(1);
    pass(2);
    assertThat(failing()).isEmpty();
  }

  @Test
  void aRareOneIsOverAfterAMinuteInWhichNobodyAsks() {
    serves(false);
    fails(Symptom.NO_ANSWER_IN_TIME, 1);
    pass(59);
    assertThat(failing())
        .extracting(FailingServer::text)
        .containsExactly("did not answer 1 request in time at 2026-11-30T11:59:59Z");
    pass(2);
    assertThat(failing()).isEmpty();
  }

  /// Somebody tries a page twice, and looks at what is said of it half a minute later.
  @Test
  void aMomentOfFailuresIsNotOverSooner() {
    serves(false);
    fails(Symptom.NO_ANSWER_IN_TIME, 20);
    pass(2);
    fails(Symptom.NO_ANSWER_IN_TIME, 20);
    pass(59);
    assertThat(failing()).hasSize(1);
    pass(2);
    assertThat(failing()).isEmpty();
  }

  @Test
  void aConnectionThatComesAboutEndsARefusal() {
    serves(false);
    fails(Symptom.NO_CONNECTION, 1);
    pass(4);
    assertThat(book.trials(now)).containsExactly(new Trial(ADDRESS, false));
    book.learned(new Trial(ADDRESS, false), Listening.OPEN, now);

    assertThat(failing()).isEmpty();
  }

  @Test
  void aNewServerIsAskedOnceAndAgainWhileItRefuses() {
    book.serves(
        List.of(new ServedServer("shop.example", ADDRESS, "id2", "shop-2", false, List.of())));
    Trial trial = new Trial(ADDRESS, false);
    assertThat(book.trials(now)).containsExactly(trial);
    book.learned(trial, Listening.NOBODY, now);
    assertThat(failing()).as("it may be about to listen").isEmpty();
    assertThat(book.trials(now)).isEmpty();
    pass(4);
    assertThat(book.trials(now)).containsExactly(trial);
    book.learned(trial, Listening.NOBODY, now);
    assertThat(failing()).extracting(FailingServer::text).containsExactly("nothing listens there");
    pass(4);
    book.learned(trial, Listening.OPEN, now);
    assertThat(failing()).isEmpty();
    pass(60);
    assertThat(book.trials(now)).isEmpty();
  }

  /// A busy proxy, or a lost packet.
  @Test
  void aConnectionThatShowsNothingEndsNoRefusal() {
    serves(false);
    Trial trial = new Trial(ADDRESS, false);
    book.learned(trial, Listening.NOBODY, now);
    book.learned(trial, Listening.NOBODY, now);
    book.learned(trial, Listening.UNKNOWN, now);
    assertThat(failing()).extracting(FailingServer::text).containsExactly("nothing listens there");
    pass(19);
    assertThat(book.trials(now)).isEmpty();
    pass(1);
    assertThat(book.trials(now)).containsExactly(trial);
    book.learned(trial, Listening.UNKNOWN, now);
    book.learned(trial, Listening.UNKNOWN, now);
    assertThat(failing()).as("nothing has been learned for a minute").isEmpty();
  }

  @Test
  void aConnectionThatShowsNothingIsTriedTwiceAgain() {
    book.serves(
        List.of(new ServedServer("shop.example", ADDRESS, "id2", "shop-2", false, List.of())));
    Trial trial = new Trial(ADDRESS, false);
    for (int i = 0; i < 3; i++) {
      assertThat(book.trials(now)).containsExactly(trial);
      book.learned(trial, Listening.UNKNOWN, now);
      pass(19);
      assertThat(book.trials(now)).isEmpty();
      pass(1);
    }
    pass(3600);
    assertThat(book.trials(now)).isEmpty();
  }

  @Test
  void aHandshakeThatShowsNothingLeavesWhatWasKnown() {
    serves(false);
    fails(Symptom.BAD_REQUEST, 1);
    book.learned(new Trial(ADDRESS, true), Listening.TLS, now);
    book.learned(new Trial(ADDRESS, true), Listening.UNKNOWN, now);
    assertThat(failing()).extracting(FailingServer::fault).containsExactly(ServerFault.WANTS_TLS);
  }

  /// Those that refuse are tried again every few seconds, and keep no other one waiting.
  @Test
  void triesTenAtOnceAndFirstThoseThatWaitLongest() {
    List<ServedServer> servers =
        IntStream.range(0, 35)
            .mapToObj(i ->
                new ServedServer("h" + i, "10.0.0." + i + ":80", "id" + i, "c", false, List.of()))
            .toList();
    book.serves(servers);
    Set<String> tried = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      List<Trial> trials = book.trials(now);
      assertThat(trials).hasSize(10);
      trials.forEach(trial -> {
        tried.add(trial.address());
        book.learned(trial, Listening.NOBODY, now);
      });
      pass(5);
    }
    assertThat(tried).hasSize(35);
  }

  @Test
  void whatAProxyServesNoMoreIsForgotten() {
    serves(false);
    fails(Symptom.NO_CONNECTION, 1);
    book.serves(List.of());
    assertThat(failing()).isEmpty();
    fails(Symptom.NO_CONNECTION, 1);
    serves(false);
    assertThat(failing()).isEmpty();
  }

  @Test
  void anotherContainerAtTheSameAddressIsAnotherServer() {
    serves(false);
    fails(Symptom.NO_ANSWER_IN_TIME, 1);
    book.serves(
        List.of(new ServedServer("shop.example", ADDRESS, "id3", "shop-3", false, List.of())));
    assertThat(failing()).isEmpty();
  }

  /// Also for another host.
  @Test
  void nothingOfAnAddressIsLeftToItsNextContainer() {
    serves(false);
    Trial trial = new Trial(ADDRESS, false);
    book.learned(trial, Listening.NOBODY, now);
    book.learned(trial, Listening.NOBODY, now);
    serves(ADDRESS, "id2", "shop.example", "www.example");
    assertThat(failing()).as("the same container").hasSize(2);
    serves(ADDRESS, "id3", "www.example");
    assertThat(failing()).isEmpty();
    assertThat(book.trials(now)).containsExactly(trial);
    book.learned(new Trial(ADDRESS, true), Listening.TLS, now);
    serves(ADDRESS, "id4", "blog.example");
    book.note(
        List.of(
            new FailedAttempt(
                "blog.example", ADDRESS, Symptom.BAD_REQUEST, false, 1, Duration.ZERO)),
        now);
    assertThat(failing()).isEmpty();
  }

  private void serves(String address, String containerId, String... hosts) {
    book.serves(
        Stream.of(hosts)
            .map(host -> new ServedServer(host, address, containerId, "shop", false, List.of()))
            .toList());
  }
}
