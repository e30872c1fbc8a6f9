package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.traffic.EngineRelay.Fault;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Sallyport is killed between any two steps of a rollout; its successor does what is left to do,
/// and each change costs one reload.
class KilledIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(KilledIT.class);

  private static final String LIVE = "/etc/nginx/nginx.conf";
  private static final EngineRelay ENGINE = INSTALLATION.relay();
  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP = INSTALLATION.backend("shop", "hostname", "shop");

  private static Sallyport sallyport = INSTALLATION.sallyport();

  /// What a rollout asks for, in its order: by the shell that stays open in the proxy, and by plain
  /// calls where that one does not answer.
  enum Step {
    OPEN_SHELL("/start "),
    GREETING(EngineRelay.SHELL_GREETING),
    SCRIPT(EngineRelay.SHELL_SCRIPT),
    COPY("/archive"),
    MAKE_COMMAND("POST .*/exec "),
    RUN_COMMAND("/start "),
    ASK_FOR_EXIT_CODE("GET .*/exec/");

    private final String request;

    Step(String request) {
      this.request = request;
    }
  }

  @BeforeAll
  static void start() {
    INSTALLATION.start(EDGE, SHOP);
    EDGE.await("http://shop.local", SHOP);
    sallyport.awaitReady();
  }

  static Stream<Arguments> points() {
    return Arrays.stream(Step.values())
        .flatMap(step -> Stream.of(Fault.STALLED, Fault.LOST).map(any -> Arguments.of(step, any)));
  }

  /// Has the next rollout begin as one that comes to the step.
  private static void prepare(Step step) {
    if (step == Step.OPEN_SHELL) {
      ENGINE.cutShells();
    } else if (step.compareTo(Step.COPY) >= 0) {
      ENGINE.spoil(EngineRelay.SHELL_GREETING, Fault.ERROR);
      ENGINE.cutShells();
      String name = "before-" + word(step) + "-" + EDGE.reloads();
      Nginx before = INSTALLATION.backend(name, "hostname", name).start();
      EDGE.await("http://" + name + ".local", before);
      sallyport.awaitReady();
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @param fault `STALLED`: before the engine has done the step; `LOST`: after it
  @ParameterizedTest
  @MethodSource("points")
  void itsSuccessorFinishesWhatItHasBegun(Step step, Fault fault) {
    String name = word(step) + "-" + word(fault);
    prepare(step);
    long reloads = EDGE.reloads();
    ENGINE.spoil(step.request, fault);
    Nginx change = INSTALLATION.backend(name, "hostname", name).start();
    Eventually.holds(() -> assertThat(ENGINE.stuck()).isPositive());
    sallyport.kill();
    ENGINE.mend();
    assertThat(EDGE.accepts(LIVE)).isTrue();
    assertThat(EDGE.get("http://shop.local").server()).isEqualTo("shop");

    sallyport = INSTALLATION.sallyport();
    EDGE.await("http://" + name + ".local", change);
    sallyport.awaitReady();
    assertThat(EDGE.reloads()).isEqualTo(reloads + 1);
    assertThat(EDGE.accepts(LIVE)).isTrue();
  }
}
