package io.sallyport.docker.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.docker.Endpoint;
import io.sallyport.labels.LabelKeys;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A request becomes a row of the table and checked parts, or is refused.
class AgentRequestTest {
  private static final String ID = "0a".repeat(32);

  /// Written anew, without the table of rows.
  private static final String TABLE =
      "(/v1\\.\\d\\d)?(/(version|info|networks|containers/json|events)"
          + "|/containers/[0-9a-f]{64}/(json|archive|exec)|/exec/[0-9a-f]{64}/(start|json)"
          + "|/networks/[A-Za-z0-9][A-Za-z0-9_.-]*/(connect|disconnect))"
          + "(\\?[a-z]+=[A-Za-z0-9_.*%-]*(&[a-z]+=[A-Za-z0-9_.*%-]*)*)?";

  /// What Sallyport itself asks, character by character; what the engine is asked is the same.
  static Stream<String> asked() {
    return Stream.of(
        "GET /version",
        "GET /v1.41/version",
        "GET /v1.41/info",
        "GET /v1.52/networks",
        "GET /v1.41/containers/json?all=1",
        "GET /v1.41/containers/json?filters=" + quoted("{\"id\":[\"" + ID + "\"]}"),
        "GET /v1.41/containers/" + ID + "/json",
        "PUT /v1.41/containers/" + ID + "/archive?path=%2Fetc%2Fnginx%20x",
        "POST /v1.41/containers/" + ID + "/exec",
        "POST /v1.41/exec/" + ID + "/start",
        "GET /v1.41/exec/" + ID + "/json",
        "POST /v1.41/networks/site_web/connect",
        "POST /v1.41/networks/x6yx2c8wdapxbhqq3kwzbzdbh/disconnect",
        "GET /v1.41/events?filters="
            + quoted("{\"type\":[\"container\"],\"event\":[\"start\",\"die\"]}")
            + "&since=1764500000.000000001&until=1764500003.5");
  }

  @ParameterizedTest
  @MethodSource("asked")
  void whatSallyportAsksIsPassedOn(String request) throws Exception {
    AgentCall call = call(request);

    assertThat(call.endpoint().method() + " " + call.path()).isEqualTo(request);
  }

  @Test
  void everyRowIsAsked() {
    assertThat(asked().map(AgentRequestTest::endpoint).distinct())
        .containsExactlyInAnyOrderElementsOf(AgentCall.ROWS);
  }

  @Test
  void anEventStreamIsAlwaysFiltered() throws Exception {
    assertThat(call("GET /v1.41/events").query().get("filters"))
        .contains("\"type\":[\"container\",\"network\"]", "\"start\"")
        .doesNotContain("exec_create");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /containers/create",
        "POST /v1.41/containers/create",
        "POST /v1.41/containers/ID/start",
        "POST /v1.41/containers/ID/kill",
        "GET /v1.41/containers/ID/logs",
        "GET /v1.41/containers/ID/archive?path=/",
        "HEAD /v1.41/containers/ID/archive?path=/",
        "DELETE /v1.41/containers/ID",
        "POST /v1.41/containers/ID/attach",
        "POST /v1.41/exec/ID/resize",
        "POST /v1.41/build",
        "GET /v1.41/images/json",
        "POST /v1.41/images/create",
        "GET /v1.41/volumes",
        "GET /v1.41/secrets",
        "GET /v1.41/swarm",
        "GET /v1.41/swarm/unlockkey",
        "POST /v1.41/swarm/leave",
        "POST /v1.41/session",
        "POST /v1.41/networks/create",
        "DELETE /v1.41/networks/web",
        "GET /_ping",
        "GET /",
        "HEAD /version",
        "OPTIONS /version",
        // Other spellings.
        "GET /v1.41/../containers/json",
        "GET /v1.41/./info",
        "GET /v1.41//info",
        "GET //info",
        "GET /v1.41/info/",
        "GET /v1.41/INFO",
        "GET /v1.41/%69nfo",
        "GET /v1.41/info%2f",
        "GET /v1.41/info%00",
        "GET /v1.41/info;x=1",
        "GET /v1.41/info#x",
        "GET /v1.041/info",
        "GET /v1.9/info",
        "GET /v1.23/info",
        "GET /v2.41/info",
        "GET /v1.41/v1.41/info",
        "GET /v1.41/containers/json/../../info",
        "GET /v1.41/containers/%2e%2e/json",
        "GET /v1.41/containers/../json",
        "GET /v1.41/containers/nginx/json",
        "GET /v1.41/containers/0a0a0a0a0a0a/json",
        "GET /v1.41/containers/ID0a/json",
        "GET /v1.41/containers/ID/../ID/json",
        "POST /v1.41/containers/ID/exec/",
        "POST /v1.41/containers/ID/exec?x",
        "POST /v1.41/exec/ID/start?x=1",
        "POST /v1.41/networks/../connect",
        "POST /v1.41/networks/a%2Fb/connect",
        "POST /v1.41/networks/a/b/connect",
        "POST /v1.41/networks//connect",
        "GET /v1.41/exec/ID\u00e4/json",
        // Queries.
        "GET /v1.41/info?x=1",
        "GET /v1.41/containers/json?all=1&all=1",
        "GET /v1.41/containers/json?all=0",
        "GET /v1.41/containers/json?ALL=1",
        "GET /v1.41/containers/json?all=1&size=1",
        "GET /v1.41/containers/json?all=1&",
        "GET /v1.41/containers/json?all=1;size=1",
        "GET /v1.41/containers/json?all",
        "GET /v1.41/containers/json??all=1",
        "GET /v1.41/containers/json?%61ll=1",
        "GET /v1.41/containers/json?filters={\"name\":[\"x\"]}",
        "GET /v1.41/containers/json?filters=%7B%22id%22%3A%5B%22x%22%5D%7D",
        "GET /v1.41/containers/json?filters=%7B%22id%22%3A%7B%7D%7D",
        "GET /v1.41/containers/json?filters=%",
        "GET /v1.41/containers/json?filters=%zz",
        "GET /v1.41/containers/json?filters=%ff",
        "GET /v1.41/containers/json?filters=",
        "GET /v1.41/containers/json?filters=%7B%7D%7B%7D",
        "GET /v1.41/containers/ID/json?size=1",
        "PUT /v1.41/containers/ID/archive?path=etc",
        "PUT /v1.41/containers/ID/archive?path=%2F&copyUIDGID=1",
        "PUT /v1.41/containers/ID/archive?path=%2F%0a",
        "PUT /v1.41/containers/ID/archive?path=%2F+x",
        "GET /v1.41/events?since=now",
        "GET /v1.41/events?since=1h",
        "GET /v1.41/events?filters=%7B%7D",
        "GET /v1.41/events?filters=%7B%22type%22%3A%5B%22container%22%5D%7D",
        "GET /v1.41/events?filters=%7B%22type%22%3A%5B%22secret%22%5D,%22event%22%3A%5B%22start%22%5D%7D",
        "GET /v1.41/events?filters=%7B%22type%22%3A%5B%22container%22%5D,%22event%22%3A%5B%22exec_create%22%5D%7D",
      })
  void everythingElseIsRefused(String request) {
    assertThatThrownBy(() -> call(request.replace("ID", ID)))
        .isInstanceOf(RefusedCallException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://elsewhere/v1.41/info HTTP/1.1\r\n\r\n",
        "GET * HTTP/1.1\r\n\r\n",
        "GET /info HTTP/1.0\r\n\r\n",
        "GET /info HTTP/2.0\r\n\r\n",
        "GET /info\r\n\r\n",
        "GET  /info HTTP/1.1\r\n\r\n",
        "GET /info  HTTP/1.1\r\n\r\n",
        " GET /info HTTP/1.1\r\n\r\n",
        "get /info HTTP/1.1\r\n\r\n",
        "GET\t/info HTTP/1.1\r\n\r\n",
        "\r\nGET /info HTTP/1.1\r\n\r\n",
        "GET /info HTTP/1.1\n\n",
        "GET /info HTTP/1.1\rHost: x\r\n\r\n",
        "GET /info HTTP/1.1\r\n folded: x\r\n\r\n",
        "GET /info HTTP/1.1\r\nHost: x\r\n\tfolded\r\n\r\n",
        "GET /info HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /info HTTP/1.1\r\nHost\r\n\r\n",
        "GET /info HTTP/1.1\r\n: x\r\n\r\n",
        "GET /info HTTP/1.1\r\nHo_st: x\r\n\r\n",
        "GET /info HTTP/1.1\r\nHost: \0\r\n\r\n",
        "GET /info HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n",
        "GET /info HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "GET /info HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
        "GET /info HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
        "GET /info HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /info HTTP/1.1\r\nContent-Length: 0x1\r\n\r\n",
        "GET /info HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        "GET /info HTTP/1.1\r\nContent-Length:\r\n\r\n",
        "POST /info HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /info HTTP/1.1\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\n",
        "POST /info HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /info HTTP/1.1\r\ntransfer-encoding:\r\n\r\n",
        "POST /info HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
        "GET /info HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        "GET /info HTTP/1.1\r\nUpgrade: tcp\r\n\r\n",
        "GET /info HTTP/1.1\r\nConnection: Upgrade\r\n\r\n",
        "GET /info HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: tcp\r\n\r\n",
        "\u0016\u0003\u0001 GET /info HTTP/1.1\r\n\r\n",
      })
  void whatTwoReadersMightUnderstandDifferentlyIsRefused(String raw) {
    assertThatThrownBy(() -> RequestHead.read(new ByteArrayInputStream(raw.getBytes(ISO_8859_1))))
        .isInstanceOf(RefusedCallException.class);
  }

  /// Whatever is understood of any bytes is on the table, and is understood again in the same way.
  @Test
  void changedRequestsAreOnTheTableOrRefused() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> asked = asked().toList();
    String odd = "\r\n\t\0 %/.:;?&=#+{}\"\\\u00e4\u00ff0aZ";
    int passed = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder raw =
          new StringBuilder(asked.get(random.nextInt(asked.size())))
              .append(" HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(raw.length());
        String with = odd.substring(random.nextInt(odd.length())).substring(0, 1);
        switch (random.nextInt(4)) {
          case 0 -> raw.insert(at, with);
          case 1 -> raw.replace(at, at + 1, with);
          case 2 -> raw.deleteCharAt(at);
          default -> raw.insert(at, raw.substring(at, Math.min(raw.length(), at + 9)));
        }
      }
      try {
        byte[] bytes = raw.toString().getBytes(ISO_8859_1);
        AgentCall call =
            AgentCall.of(RequestHead.read(new ByteArrayInputStream(bytes)).orElseThrow());
        assertThat(call.path()).as("seed %d", seed).matches(TABLE);
        assertThat(call(call.endpoint().method() + " " + call.path())).isEqualTo(call);
        passed++;
      } catch (RefusedCallException | EOFException refused) {
        assertThat(refused).isNotNull();
      }
    }
    assertThat(passed).as("seed %d", seed).isPositive();
  }

  @Test
  void aHeadHasAnEnd() {
    String many =
        IntStream.range(0, 33).mapToObj(i -> "X-%d: y\r\n".formatted(i)).reduce("", String::concat);

    for (String raw :
        new String[] {
          "GET /" + "a".repeat(20_000),
          "GET /info HTTP/1.1\r\nX: " + "a".repeat(20_000),
          "GET /info HTTP/1.1\r\n" + many + "\r\n"
        }) {
      assertThatThrownBy(() -> RequestHead.read(new ByteArrayInputStream(raw.getBytes(ISO_8859_1))))
          .isInstanceOf(RefusedCallException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'AttachStdout':true,'AttachStderr':true,'Cmd':['nginx','-t']}",
        "{'AttachStdin':true,'AttachStdout':true,'AttachStderr':true,'Cmd':['sh']}",
        "{'Cmd':['sh'],'User':'0'}",
        "{'Cmd':['sh'],'User':''}",
        "{'Privileged':false,'Cmd':['a\\nb']}",
      })
  void aCommandIsPassedOnAsItWasUnderstood(String body) throws Exception {
    assertThat(AgentBodies.command(json(body)).toString()).isEqualTo(json(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Cmd':['sh'],'Privileged':true}",
        "{'Cmd':['sh'],'privileged':true}",
        "{'Cmd':['sh'],'PRIVILEGED':true}",
        "{'Cmd':['sh'],'Privileged':'true'}",
        "{'Cmd':['sh'],'Privileged':1}",
        "{'Cmd':['sh'],'Privileged':null}",
        "{'Cmd':['sh'],'Privileged':false,'Privileged':true}",
        "{'Cmd':['sh'],'Privileged':false,'Pr\\u0069vileged':true}",
        "{'Cmd':['sh'],'User':'root'}",
        "{'Cmd':['sh'],'User':'00'}",
        "{'Cmd':['sh'],'User':'0:0'}",
        "{'Cmd':['sh'],'User':'1000'}",
        "{'Cmd':['sh'],'User':0}",
        "{'Cmd':['sh'],'user':'1000'}",
        "{'Cmd':['sh'],'Tty':true}",
        "{'Cmd':['sh'],'Env':['LD_PRELOAD=x']}",
        "{'Cmd':['sh'],'WorkingDir':'/proc/1/root'}",
        "{'Cmd':['sh'],'DetachKeys':'ctrl-a'}",
        "{'Cmd':['sh'],'ConsoleSize':[1,2]}",
        "{'Cmd':['sh'],'x y':1}",
        "{'Cmd':'sh'}",
        "{'Cmd':[['sh']]}",
        "{'Cmd':[1]}",
        "{'Cmd':[null]}",
        "{'cmd':['sh']}",
        "{}",
        "[]",
        "",
        "null",
        "{'Cmd':['sh']}{'Privileged':true}",
        "{'Cmd':['sh']} x",
        "{'Cmd':['sh']",
        "{'Cmd':['sh'],}",
        "\uFEFF\uFEFF{'Cmd':['sh']}",
        "/**/{'Cmd':['sh']}",
      })
  void anyOtherCommandIsRefused(String body) {
    assertThatThrownBy(() -> AgentBodies.command(json(body)))
        .isInstanceOf(RefusedCallException.class);
  }

  @Test
  void aCommandHasFewWords() {
    assertThatThrownBy(() -> AgentBodies.command(json("{'Cmd':[" + "'x',".repeat(64) + "'x']}")))
        .isInstanceOf(RefusedCallException.class)
        .hasMessageContaining("64");
    assertThatThrownBy(() -> AgentBodies.command("{\"Cmd\":" + "[".repeat(100_000)))
        .isInstanceOf(RefusedCallException.class);
  }

  @Test
  void aCommandStartsAttachedAndWithoutTerminal() throws Exception {
    assertThat(AgentBodies.start(json("{'Detach':false,'Tty':false}")).toString())
        .isEqualTo(json("{'Detach':false,'Tty':false}"));
    for (String other :
        new String[] {
          "{'Detach':true}", "{'Tty':true}", "{'detach':true}", "{'ConsoleSize':[1]}"
        }) {
      assertThatThrownBy(() -> AgentBodies.start(json(other)))
          .isInstanceOf(RefusedCallException.class);
    }
  }

  @Test
  void aConnectionSaysNoMoreThanSallyports() throws Exception {
    String ours =
        json(
            "{'Container':'ID','EndpointConfig':{'DriverOpts':{'io.sallyport.connected':'true'},"
                + "'GwPriority':-1000}}");
    assertThat(AgentBodies.connection(ours).toString()).isEqualTo(ours);
    for (String other :
        new String[] {
          "{'Container':'nginx'}",
          "{'Container':'ID','Force':true}",
          "{'Container':'ID','EndpointConfig':{'Aliases':['db']}}",
          "{'Container':'ID','EndpointConfig':{'IPAMConfig':{'IPv4Address':'10.0.0.2'}}}",
          "{'Container':'ID','EndpointConfig':{'DriverOpts':{'other':'true'}}}",
          "{'Container':'ID','EndpointConfig':{'DriverOpts':{'io.sallyport.connected':'no'}}}",
          "{'EndpointConfig':{}}",
        }) {
      assertThatThrownBy(() -> AgentBodies.connection(json(other)))
          .isInstanceOf(RefusedCallException.class);
    }
    assertThatThrownBy(() -> AgentBodies.disconnection(json("{'Container':'ID','Force':true}")))
        .isInstanceOf(RefusedCallException.class);
  }

  @Test
  void theLabelIsTheOneThatMakesProxies() {
    assertThat(AgentContainer.PROXY).isEqualTo(LabelKeys.PROXY_LABEL);
  }

  private static Endpoint endpoint(String request) {
    try {
      return call(request).endpoint();
    } catch (IOException refused) {
      throw new AssertionError(request, refused);
    }
  }

  private static AgentCall call(String request) throws IOException {
    String raw = request + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
    return AgentCall.of(
        RequestHead.read(new ByteArrayInputStream(raw.getBytes(ISO_8859_1))).orElseThrow());
  }

  private static String json(String text) {
    return text.replace('\'', '"').replace("ID", ID);
  }

  private static String quoted(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
