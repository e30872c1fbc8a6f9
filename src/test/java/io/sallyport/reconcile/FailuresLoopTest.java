package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.EventHistory;
import io.sallyport.proxy.nginx.FakeNginx.Step;
import io.sallyport.traffic.FailingServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a proxy notes of servers that fail becomes a finding, and changes no route.
class FailuresLoopTest extends LoopBench {
  private static final String REFUSED =
      "1700000000\n1700000000.000 shop.example.com 10.0.0.2:80|502|0.000|-|0|0\n";

  @Test
  void aFailedAttemptIsAFindingAndNoReload() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    nginx.notes(edge, "\u001b]0;not a line\n" + REFUSED);
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");
    int reloads = nginx.reloads(edge);
    EventHistory history = loop.loop().history();
    long before = history.snapshot().revisions().routes();

    await().until(() -> !loop.status().failing().isEmpty());

    FailingServer server = loop.status().failing().getFirst();
    assertThat(server.proxy()).isEqualTo("edge");
    assertThat(server.text()).isEqualTo("refused 1 connection in the last 10 s");
    assertThat(loop.status().allFindings())
        .extracting(Finding::code, Finding::container)
        .contains(org.assertj.core.groups.Tuple.tuple(Code.SERVER_REFUSES, "shop"));
    await().until(() -> history.snapshot().revisions().routes() > before);
    assertThat(nginx.reloads(edge)).isEqualTo(reloads);
    assertThat(
            commands("edge").stream()
                .filter(line -> line.contains("# Prints what Nginx has noted"))
                .toList())
        .as("commands beside the open shell")
        .isEmpty();
  }

  @Test
  void aFailedAttemptIsSaidThoughNoConnectionCanBeTried() {
    nginx.fail(Step.TRY_CONNECTIONS);
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    nginx.notes(edge, REFUSED);
    LoopUnderTest loop = start();

    await().until(() -> !loop.status().failing().isEmpty());
  }

  private List<String> commands(String proxy) {
    return engine.transcript().stream()
        .filter(line -> line.startsWith("exec " + proxy + ": "))
        .toList();
  }
}
