package io.sallyport.docker.agent;

import static io.sallyport.docker.agent.RecordingEngine.APPLICATION;
import static io.sallyport.docker.agent.RecordingEngine.PROXY;
import static io.sallyport.docker.agent.RecordingEngine.TASK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source.Subscription;
import io.sallyport.tls.SwarmCa;
import io.sallyport.tls.SwarmCertificates;
import io.sallyport.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The agent between clients of all kinds and an engine that keeps what it is told.
@Timeout(60)
class AgentServerTest {
  private static final String NODE = "w1w2e3r4t5y6u7i8o9p0asdfg";
  private static final String BRAIN = "m1w2e3r4t5y6u7i8o9p0asdfg";
  private static final String WORKER = "w2w2e3r4t5y6u7i8o9p0asdfg";
  private static final String EXPIRED = "m2w2e3r4t5y6u7i8o9p0asdfg";
  private static final String FOREIGN = "m3w2e3r4t5y6u7i8o9p0asdfg";
  private static final String STRANGER = "m4w2e3r4t5y6u7i8o9p0asdfg";
  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir private static Path made = Path.of("");
  @TempDir private static Path elsewhere = Path.of("");

  private final List<Socket> open = new ArrayList<>();
  private RecordingEngine engine;
  private AgentServer agent;

  @SuppressWarnings("NullAway.Init")
  AgentServerTest() {}

  @BeforeAll
  static void makeCertificates() throws Exception {
    SwarmCa ca = new SwarmCa(made);
    ca.node(NODE, "swarm-worker", SwarmCa.CLUSTER);
    ca.node(BRAIN, "swarm-manager", SwarmCa.CLUSTER);
    ca.node(WORKER, "swarm-worker", SwarmCa.CLUSTER);
    ca.node(EXPIRED, "swarm-manager", SwarmCa.CLUSTER, "-startdate", "-9d", "-validity", "3");
    ca.node(FOREIGN, "swarm-manager", "anotherclusterofthesameca");
    new SwarmCa(elsewhere).node(STRANGER, "swarm-manager", SwarmCa.CLUSTER);
  }

  @BeforeEach
  void listen() throws Exception {
    engine = new RecordingEngine();
    agent = agentOf(NODE, AgentLimits.USUAL);
  }

  private AgentServer agentOf(String node, AgentLimits limits) throws IOException {
    return new AgentServer(
        new InetSocketAddress(HERE, 0),
        new SwarmCertificates(files(node)),
        engine.connection(),
        limits);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket each : open) {
      each.close();
    }
    agent.close();
    engine.close();
  }

  @Test
  void aManagerLooksAtTheNodeThroughIt() throws Exception {
    List<EngineEvent> events = new CopyOnWriteArrayList<>();
    try (DockerEngine node = new DockerEngine(as(BRAIN));
        Subscription _ = node.source().subscribe(events::add, end -> {})) {
      assertThat(node.version()).isEqualTo("20.10.24, API 1.41");
      assertThat(node.source().observe().containers()).extracting(Container::name).contains("shop");
      assertThat(node.source().stopPolicy(APPLICATION).signal()).isEqualTo(3);

      engine.happens(
          "{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"%s\",\"Attributes\":"
                  .formatted(APPLICATION)
              + "{\"name\":\"shop\",\"other\":\"geheim\"}},\"timeNano\":5}\n");
      await().until(() -> events.size() == 1);
      assertThat(events.getFirst().containerId()).isEqualTo(APPLICATION);
      assertThat(events.getFirst().attributes()).containsOnlyKeys("name");
    }
    await().until(() -> engine.connections() <= 4); // Those that are kept; no stream.
  }

  @Test
  void aManagerWorksInProxiesThroughIt(@TempDir Path directory) throws Exception {
    try (DockerEngine node = new DockerEngine(as(BRAIN))) {
      assertThat(node.access().exec(PROXY, List.of("echo", "done"), LONG))
          .isEqualTo(new ExecResult(0, "done\n"));
      for (String text : List.of("first\n", "second\n")) {
        ExecResult result =
            node.access()
                .deliver(
                    PROXY,
                    directory.toString(),
                    List.of(new CopiedFile("file", text, 0644)),
                    List.of("cat", directory.resolve("file").toString()),
                    LONG);
        assertThat(result).isEqualTo(new ExecResult(0, text));
      }
      node.access().copyInto(PROXY, "/etc/ssl", List.of(new CopiedFile("a/b", "text", 0600)));
    }
    await().until(() -> engine.connections() <= 4); // Those that are kept; no shell.
    assertThat(engine.told())
        .filteredOn(told -> told.contains("/archive?path=%2Fetc%2Fssl"))
        .hasSize(1);
    // One for the plain command, one for the shell.
    assertThat(engine.told()).filteredOn(told -> told.contains("/exec HTTP")).hasSize(2);
  }

  @Test
  void theEngineIsToldOnlyWhatWasUnderstood() throws Exception {
    String body = "{\"Cmd\" : [\"true\"], \"AttachStdout\": true}";
    String answer =
        ask(
            BRAIN,
            "POST /v1.41/containers/"
                + PROXY
                + "/exec HTTP/1.1\r\nHost: evil\r\nX-Evil: yes\r\nContent-Length: "
                + body.length()
                + "\r\nConnection: keep-alive\r\n\r\n"
                + body);

    assertThat(answer).startsWith("HTTP/1.1 201 ").contains("Api-Version: 1.41", "{\"Id\":\"");
    assertThat(engine.told())
        .containsExactly(
            "POST /v1.41/containers/"
                + PROXY
                + "/exec HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Accept: */*\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: 36\r\n\r\n"
                + "{\"Cmd\":[\"true\"],\"AttachStdout\":true}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/containers/json", "/networks", "/info", "/version", "/containers/C/json"})
  void answersHoldOnlyWhatIsNeeded(String path) throws Exception {
    String answer =
        ask(BRAIN, "GET /v1.41" + path.replace("C", APPLICATION) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("Date: Mon, 30 Nov 2026 12:00:00 GMT")
        .doesNotContain("geheim", "Env", "Mounts", "Binds", "Peers", "Server:");
  }

  @Test
  void whoHasNoCertificateOfTheSwarmEndsInTheHandshake() throws Exception {
    for (String client : List.of(EXPIRED, STRANGER)) {
      assertThatThrownBy(() -> ask(client, "GET /v1.41/info HTTP/1.1\r\n\r\n"))
          .as(client)
          .isInstanceOf(IOException.class);
    }
    TlsFiles nobody = new TlsFiles(files(BRAIN).ca(), "", "");
    assertThatThrownBy(() -> ask(connect(nobody), "GET /v1.41/info HTTP/1.1\r\n\r\n"))
        .isInstanceOf(IOException.class);
    SSLSocket old = connect(files(BRAIN));
    old.setEnabledProtocols(new String[] {"TLSv1.2"});
    assertThatThrownBy(old::startHandshake).isInstanceOf(IOException.class);
    assertThat(askPlain("GET /v1.41/info HTTP/1.1\r\n\r\n")).doesNotContain("HTTP/1.1 ");
    assertThat(engine.told()).isEmpty();
  }

  @Test
  void aWorkerAndAnotherSwarmsManagerAreToldSo() throws Exception {
    assertThat(ask(WORKER, "GET /v1.41/info HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .contains("the client's certificate is a worker's", "Connection: close");
    assertThat(ask(FOREIGN, "GET /v1.41/info HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .contains("the client's certificate is of another Swarm");
    assertThat(engine.told()).isEmpty();
  }

  @Test
  void aManagerTrustsNobodyElse() throws Exception {
    assertThatThrownBy(() -> version(connection(WORKER, BRAIN)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("its certificate is not for " + WORKER);
    agent.close();
    agent = agentOf(FOREIGN, AgentLimits.USUAL);
    assertThatThrownBy(() -> version(connection(FOREIGN, BRAIN)))
        .hasMessageContaining("its certificate is of another Swarm");
    agent.close();
    agent = agentOf(EXPIRED, AgentLimits.USUAL);
    assertThatThrownBy(() -> version(connection(EXPIRED, BRAIN)))
        .hasMessageContaining("its certificate has expired");
    assertThat(engine.told()).isEmpty();
  }

  /// The engine exchanges the files of a manager that is demoted; the connection that is open goes
  /// on, the next one shows the new certificate.
  @Test
  void whoIsDemotedIsRefusedAtTheNextConnection(@TempDir Path directory) throws Exception {
    copy(BRAIN, directory);
    try (DockerEngine node =
        new DockerEngine(DockerConnection.toNode(url(), NODE, SwarmCertificates.in(directory)))) {
      node.source().observe();
      copy(WORKER, directory);

      try (Subscription _ = node.source().subscribe(event -> {}, end -> {})) {
        assertThatThrownBy(node.source()::observe)
            .hasMessageContaining("the client's certificate is a worker's");
      }
    }
  }

  @Test
  void nothingRunsAndNothingIsCopiedInOtherContainers() throws Exception {
    try (DockerEngine node = new DockerEngine(as(BRAIN))) {
      assertThatThrownBy(() -> node.access().exec(APPLICATION, List.of("id"), LONG))
          .hasMessageEndingWith(
              "403: agent: the container does not have the label `interlock.ext.name`, so it is left"
                  + " alone");
      assertThatThrownBy(() ->
              node.access().copyInto(APPLICATION, "/", List.of(new CopiedFile("a", "b", 0644))))
          .hasMessageContaining("does not have the label `interlock.ext.name`");
      assertThatThrownBy(() -> node.access().exec("d".repeat(64), List.of("id"), LONG))
          .hasMessageContaining("404: No such container");
    }
    assertThat(engine.told()).noneMatch(told -> told.contains("exec") || told.contains("archive"));
  }

  @Test
  void onlyCommandsThatItCreatedAreStarted() throws Exception {
    String start =
        " HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}";
    assertThat(ask(BRAIN, "POST /v1.41/exec/" + "e".repeat(64) + "/start" + start))
        .startsWith("HTTP/1.1 404 ")
        .contains("No such exec instance");
    assertThat(ask(BRAIN, "GET /v1.41/exec/" + "e".repeat(64) + "/json HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
    assertThat(engine.told()).isEmpty();

    String body = "{\"Cmd\":[\"true\"]}";
    String created =
        ask(
            BRAIN,
            "POST /v1.41/containers/%s/exec HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(PROXY, body.length(), body));
    String id = created.replaceAll("(?s).*\"Id\":\"|\".*", "");
    assertThat(ask(BRAIN, "POST /v1.41/exec/" + id + "/start" + start)).startsWith("HTTP/1.1 101 ");
    assertThat(ask(BRAIN, "POST /v1.41/exec/" + id + "/start" + start)).startsWith("HTTP/1.1 404 ");
    assertThat(ask(BRAIN, "POST /v1.41/exec/" + id + "/start HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void tasksStayOnTheirNetworks() throws Exception {
    try (DockerEngine node = new DockerEngine(as(BRAIN))) {
      node.access().connect("web", PROXY);
      node.access().disconnect("ours", PROXY);
      assertThat(node.access().connectedByUs(PROXY)).containsExactly("ours");
      assertThat(engine.told())
          .filteredOn(told -> told.startsWith("POST"))
          .extracting(told -> told.substring(0, told.indexOf(" HTTP")))
          .containsExactly(
              "POST /v1.41/networks/web/connect", "POST /v1.41/networks/ours/disconnect");
    }
    assertThat(changed("theirs/disconnect", PROXY)).contains("403", "no Sallyport connected");
    assertThat(changed("web/connect", TASK)).contains("403", "the networks of a task");
    assertThat(changed("ours/disconnect", TASK)).contains("403", "the networks of a task");
    assertThat(changed("web/connect", APPLICATION)).contains("403", "does not have the label");
    assertThat(engine.told()).filteredOn(told -> told.startsWith("POST")).hasSize(2);
  }

  private String changed(String change, String container) throws IOException {
    String body = "{\"Container\":\"" + container + "\"}";
    return ask(
        BRAIN,
        "POST /v1.41/networks/%s HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(change, body.length(), body));
  }

  @Test
  void aRequestThatIsHiddenInAnotherIsNeverSeen() throws Exception {
    String hidden = "GET /v1.41/networks HTTP/1.1\r\n\r\n";
    String length = "Content-Length: " + hidden.length() + "\r\n\r\n";
    String next = "GET /v1.41/version HTTP/1.1\r\n\r\n";
    assertThat(
            ask(connect(files(BRAIN)), "GET /v1.41/info HTTP/1.1\r\n" + length + hidden + next, 2))
        .containsSubsequence("HTTP/1.1 413 ", "HTTP/1.1 200 ", "ApiVersion");
    assertThat(
            ask(
                connect(files(BRAIN)),
                "GET /v1.41/info HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
                2))
        .startsWith("HTTP/1.1 400 ")
        .containsOnlyOnce("HTTP/1.1");
    assertThat(engine.told()).hasSize(1).first().asString().startsWith("GET /v1.41/version ");
  }

  @Test
  void severalRequestsFollowOneAnother() throws Exception {
    String one = "GET /v1.41/version HTTP/1.1\r\n\r\n";
    assertThat(ask(connect(files(BRAIN)), one + "GET /v1.41/swarm HTTP/1.1\r\n\r\n" + one, 3))
        .containsSubsequence("HTTP/1.1 200 ", "HTTP/1.1 403 ", "HTTP/1.1 200 ");
  }

  @Test
  void bodiesAreBounded() throws Exception {
    String exec = "POST /v1.41/containers/" + PROXY + "/exec HTTP/1.1\r\nContent-Length: ";
    String archive =
        "PUT /v1.41/containers/" + PROXY + "/archive?path=%2F HTTP/1.1\r\nContent-Length: ";
    assertThat(ask(BRAIN, exec + "300000\r\n\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(ask(BRAIN, archive + "17000000\r\n\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(engine.told()).isEmpty();
  }

  @Test
  void onlyPlainArchivesAreUnpacked() throws Exception {
    String header = "\0".repeat(156) + "TYPE" + "\0".repeat(100) + "ustar" + "\0".repeat(250);
    String sized = header.substring(0, 124) + "00000000000\0" + header.substring(136);
    List<String> archives =
        List.of(
            "\u001f\u008b\b" + "\0".repeat(509), // gzip
            "\u00fd7zXZ\0" + "\0".repeat(506),
            sized.replace("TYPE", "2"), // a symbolic link
            sized.replace("TYPE", "1"),
            sized.replace("TYPE", "3"), // a device
            sized.replace("TYPE", "x"),
            header.replace("TYPE", "0"), // without a size
            "short");
    for (String tar : archives) {
      assertThat(
              ask(
                  BRAIN,
                  "PUT /v1.41/containers/%s/archive?path=%%2F HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s"
                      .formatted(PROXY, tar.length(), tar)))
          .startsWith("HTTP/1.1 403 ")
          .contains("only plain archives");
    }
    assertThat(engine.told()).isEmpty();
  }

  @Test
  void slowClientsAreEnded() throws Exception {
    Duration quick = Duration.ofMillis(300);
    Duration usual = AgentLimits.USUAL.handshake();
    try (AgentServer impatient = agentOf(NODE, new AgentLimits(quick, usual, usual, usual))) {
      ends(connect(impatient), "");
    }
    agent.close();
    agent = agentOf(NODE, new AgentLimits(usual, quick, quick, quick));
    String exec =
        "POST /v1.41/containers/" + PROXY + "/exec HTTP/1.1\r\nContent-Length: 9\r\n\r\n{";
    for (String part : List.of("", "GET /v1.41/info HTTP/1.1\r\nHost:", exec)) {
      ends(connect(files(BRAIN)), part);
    }
    assertThat(engine.told()).isEmpty();
  }

  /// Without an answer; whether it could still write that much.
  private static void ends(Socket client, String part) throws IOException {
    client.setSoTimeout((int) LONG.toMillis());
    try {
      write(client, part);
      assertThat(rest(client)).doesNotContain("HTTP/1.1");
    } catch (SSLException | SocketException ended) {
      assertThat(ended).isNotNull();
    }
  }

  @Test
  void silentConnectionsKeepNobodyOut() throws Exception {
    for (int i = 0; i < 150; i++) {
      connect();
    }
    assertThat(version(as(BRAIN))).startsWith("20.10.24");
  }

  @Test
  void anEngineThatIsAwayIsSaid() throws Exception {
    engine.close();
    assertThat(ask(BRAIN, "GET /v1.41/info HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 502 ")
        .contains("the node's engine cannot be asked");
    engine = new RecordingEngine();
  }

  @Test
  void oneClientLeavesRoomForOthers() throws Exception {
    ConnectionLimit limit = new ConnectionLimit();
    for (int i = 0; i < ConnectionLimit.MOST_OF_ONE; i++) {
      limit.begin("one");
    }
    assertThatThrownBy(() -> limit.begin("one")).hasMessageContaining("too many connections");
    limit.begin("another");
    limit.end("one");
    limit.begin("one");
  }

  private static String version(DockerConnection to) {
    try (DockerEngine node = new DockerEngine(to)) {
      return node.version();
    }
  }

  private DockerConnection as(String client) {
    return connection(NODE, client);
  }

  private DockerConnection connection(String node, String client) {
    return DockerConnection.toNode(url(), node, files(client));
  }

  private String url() {
    return "https://127.0.0.1:" + agent.address().getPort();
  }

  private String ask(String client, String raw) throws IOException {
    return ask(connect(files(client)), raw, 1);
  }

  private String ask(SSLSocket socket, String raw) throws IOException {
    return ask(socket, raw, 1);
  }

  /// The answers, or what there is of them when the agent ends the connection.
  private static String ask(SSLSocket socket, String raw, int answers) throws IOException {
    write(socket, raw);
    socket.setSoTimeout((int) LONG.toMillis());
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < answers; i++) {
      StringBuilder head = new StringBuilder();
      int next = socket.getInputStream().read();
      while (next >= 0) {
        head.append((char) next);
        boolean whole = head.length() > 4 && head.substring(head.length() - 4).equals("\r\n\r\n");
        next = whole ? -1 : socket.getInputStream().read();
      }
      if (head.isEmpty()) {
        break;
      }
      Matcher length = LENGTH.matcher(head);
      int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
      all.append(head).append(new String(socket.getInputStream().readNBytes(size), UTF_8));
    }
    return all.toString();
  }

  private String askPlain(String raw) throws IOException {
    Socket plain = connect();
    write(plain, raw);
    plain.setSoTimeout((int) LONG.toMillis());
    return rest(plain);
  }

  private static void write(Socket socket, String raw) throws IOException {
    socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String rest(Socket socket) throws IOException {
    StringBuilder rest = new StringBuilder();
    byte[] piece = new byte[8192];
    for (int count = socket.getInputStream().read(piece);
        count >= 0;
        count = socket.getInputStream().read(piece)) {
      rest.append(new String(piece, 0, count, UTF_8));
    }
    return rest.toString();
  }

  private Socket connect() throws IOException {
    return connect(agent);
  }

  private Socket connect(AgentServer to) throws IOException {
    Socket socket = new Socket(HERE, to.address().getPort());
    open.add(socket);
    return socket;
  }

  private SSLSocket connect(TlsFiles files) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            files.context(false).getSocketFactory().createSocket(HERE, agent.address().getPort());
    open.add(socket);
    return socket;
  }

  private static TlsFiles files(String node) {
    Path folder = node.equals(STRANGER) ? elsewhere : made;
    TlsFiles own = SwarmCertificates.in(folder.resolve(node));
    String ca = made.resolve(NODE).resolve("swarm-root-ca.crt").toString();
    return new TlsFiles(ca, own.cert(), own.key());
  }

  private static void copy(String node, Path directory) throws IOException {
    for (String file : List.of("swarm-root-ca.crt", "swarm-node.key", "swarm-node.crt")) {
      Path fresh = directory.resolve(file + ".new");
      Files.copy(made.resolve(node).resolve(file), fresh);
      Files.move(fresh, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
