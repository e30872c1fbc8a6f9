package io.sallyport.reconcile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.FreePort;
import io.sallyport.api.StatusServer;
import io.sallyport.browser.Browser;
import io.sallyport.browser.SlowLine;
import io.sallyport.history.EventHistory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The dashboard on a bad line: afterwards it shows what it would have shown on a good one.
class DashboardConnectionIT extends LoopBench {
  /// As many streams as the server lets be open.
  private static final int STREAMS = 20;

  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.any());
  private final List<Socket> streams = new ArrayList<>();
  private LoopUnderTest loop;
  private StatusServer server;

  @SuppressWarnings("NullAway.Init")
  DashboardConnectionIT() {}

  @BeforeEach
  void begin() throws IOException {
    proxy("edge");
    application("shop", "172.17.0.10");
    loop = start();
    server = serve();
    await().until(() -> loop.status().ready() && loop.status().hosts() == 1);
  }

  @AfterEach
  void end() throws IOException {
    for (Socket each : streams) {
      each.close();
    }
    server.close();
  }

  private StatusServer serve() throws IOException {
    return new StatusServer(
        address,
        loop::status,
        history(),
        "1.0.0",
        Duration.ofMinutes(1),
        InstantSource.system(),
        Optional.empty());
  }

  private EventHistory history() {
    return loop.loop().history();
  }

  private static URI page(int port) {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /// Of the same run, whose stream a browser takes up where it was broken off.
  @Test
  void comesBackToTheSameServerAndShowsNothingTwice() throws Exception {
    try (Browser browser = Browser.at(page(address.getPort()))) {
      browser.awaitText("#connection", "Live");
      browser.awaitText("#hosts", "shop.example.com");

      server.close();
      browser.awaitText("#connection", "Connection lost");
      browser.awaitText("#alarm", "Sallyport does not answer; trying again");
      assertThat(browser.text("#hosts")).as("stays").contains("shop.example.com");
      application("later", "172.17.0.11");
      history().event("meanwhile", "container start");
      await().until(() -> loop.status().hosts() == 2);

      server = serve();
      browser.awaitText("#connection", "Live");
      browser.awaitText("#hosts", "later.example.com");
      browser.awaitText("#timeline", "meanwhile");
      assertThat(browser.findAll("#alarm p")).isEmpty();
      assertShowsEachOnce(browser);
      assertThat(browser.findAll("#hosts .list > *")).hasSize(2);
      assertThat(browser.findAll("#proxies .list > *")).hasSize(1);

      application("afterwards", "172.17.0.12");
      browser.awaitText("#hosts", "afterwards.example.com");
      assertShowsEachOnce(browser);
    }
  }

  /// The server gives up a browser that does not read its stream, and keeps nothing back for it;
  /// the browser comes back for what is kept.
  @Test
  void isGivenUpWhereItReadsTooSlowlyAndComesBack() throws Exception {
    try (SlowLine line = new SlowLine(address, "/api/v1/stream");
        Browser browser = Browser.at(page(line.port()))) {
      browser.awaitText("#connection", "Live");
      browser.awaitText("#timeline", "startup");
      while (open()) { // Until there is no place left but the browser's.
        assertThat(streams).hasSizeLessThan(STREAMS);
      }

      line.stop(true);
      // In portions: of what comes faster than it is sent only the newest is sent at all.
      AtomicInteger notes = new AtomicInteger();
      await()
          .until(() -> {
            for (int i = 0; i < EventHistory.KEPT; i++) {
              history().event("note-" + notes.incrementAndGet(), "x".repeat(900));
            }
            return open();
          });
      application("later", "172.17.0.11");

      line.stop(false);
      streams.removeLast().close();
      browser.awaitText("#hosts", "later.example.com");
      browser.awaitText("#timeline", "later", "note-" + notes.get());
      browser.awaitText("#connection", "Live");
      assertShowsEachOnce(browser);

      history().event("afterwards", "container start");
      browser.awaitText("#timeline", "afterwards");
      assertShowsEachOnce(browser);
    }
  }

  /// Opens one more stream, which is read to the end of the test; false where no more may be.
  private boolean open() throws IOException {
    Socket stream = new Socket(address.getAddress(), address.getPort());
    stream
        .getOutputStream()
        .write("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
    String head = new String(stream.getInputStream().readNBytes(12), ISO_8859_1);
    if (!head.endsWith("200")) {
      stream.close();
      return false;
    }
    streams.add(stream);
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            stream.getInputStream().transferTo(OutputStream.nullOutputStream());
          } catch (IOException ended) {
            // The test is over.
          }
        });
    return true;
  }

  private static void assertShowsEachOnce(Browser browser) {
    await()
        .untilAsserted(() -> {
          @SuppressWarnings("unchecked")
          List<List<String>> texts =
              (List<List<String>>)
                  browser.runUntilDone(
                      """
                      const done = arguments[arguments.length - 1];
                      fetch('/api/v1/events').then((answer) => answer.json()).then((all) => done([
                        [...document.querySelectorAll('#timeline .entry .text')]
                          .map((each) => each.textContent.slice(0, 60)),
                        all.entries.reverse().map((each) =>
                          ((each.text.includes(each.subject) ? '' : each.subject + ' ')
                            + each.text.replaceAll('`', '')).slice(0, 60)),
                      ]));
                      """);
          assertThat(texts.getFirst()).isNotEmpty().isEqualTo(texts.getLast());
        });
  }
}
