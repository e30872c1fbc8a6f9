package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The image, with a socket that belongs to root and to a group, as engines make it.
class ImageIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(ImageIT.class);

  private static final int SOCKET_GROUP = 4242;
  private static final long AT_MOST = 105_000_000;
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(2);
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() throws IOException {
    Path socket = INSTALLATION.relay().socket();
    Files.setAttribute(socket, "unix:gid", SOCKET_GROUP);
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    INSTALLATION.start(EDGE);
  }

  @Test
  void worksAsRootWithoutAnyOption() {
    works("as-root", "", Duration.ZERO, host -> host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65532:" + SOCKET_GROUP, "0:0"})
  void worksWithoutAnyRight(String user) {
    works(
        "restricted-" + user.substring(0, user.indexOf(':')),
        user,
        Duration.ofSeconds(1),
        host ->
            host.withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true")));
  }

  private static void works(
      String app, String user, Duration healthEvery, UnaryOperator<HostConfig> restricted) {
    SallyportContainer sallyport =
        SallyportContainer.start(
            ComposeProject.IMAGE,
            INSTALLATION.id(),
            INSTALLATION.relay().socket(),
            user,
            healthEvery,
            restricted);
    Nginx backend = INSTALLATION.backend(app, "hostname", app).start();
    EDGE.await("http://" + app + ".local", backend);
    sallyport.awaitHealthy();
    assertThat(sallyport.run("explain", backend.fullName()).expect(0).out()).contains(": routed");
    assertThat(sallyport.run("explain", "no such thing").expect(2).err())
        .contains("There is no container, host or proxy `no such thing`");

    Instant before = Instant.now();
    sallyport.stop();
    assertThat(Duration.between(before, Instant.now())).isLessThan(STOPS_WITHIN);
    assertThat(sallyport.state().getExitCodeLong()).isZero();
  }

  /// Whatever JDK the image is built with: Debian's brings 750 MB of debug symbols.
  @Test
  void isSmall() {
    Long size = Nginx.DOCKER.inspectImageCmd(ComposeProject.IMAGE).exec().getSize();
    assertThat(size).isNotNull().isLessThanOrEqualTo(AT_MOST);
  }

  @Test
  void hasTheVersionAsALabel() {
    assertThat(Nginx.DOCKER.inspectImageCmd(ComposeProject.IMAGE).exec().getConfig().getLabels())
        .containsEntry("org.opencontainers.image.version", Sallyport.version());
  }

  /// What scanners read must be about these very files.
  @Test
  void itsJarsHaveTheHashesOfItsBillOfMaterials(@TempDir Path copied) throws Exception {
    String id =
        Nginx.DOCKER
            .createContainerCmd(ComposeProject.IMAGE)
            .withLabels(Map.of(EngineRelay.MARK, INSTALLATION.id()))
            .exec()
            .getId();
    for (String path : List.of("/usr/lib/sallyport", "/usr/share/sallyport/sbom.json")) {
      Subprocess.run(List.of("docker", "cp", id + ":" + path, copied.toString()));
    }
    JsonNode parts = new JsonMapper().readTree(copied.resolve("sbom.json").toFile());
    Set<String> listed = new HashSet<>();
    for (JsonNode hash : parts.findValues("hashes")) {
      hash.forEach(each -> listed.add(each.path("content").asText()));
    }
    try (Stream<Path> files = Files.list(copied.resolve("sallyport"))) {
      List<Path> jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .filter(file -> !file.endsWith("sallyport.jar"))
              .toList();
      assertThat(jars).isNotEmpty();
      for (Path jar : jars) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        assertThat(listed).as(jar.toString()).contains(HexFormat.of().formatHex(hash));
      }
    }
  }

  /// With `AOTMode=on` Java ends where it would else start slowly, and say nothing.
  @Test
  void startsFromItsCache() {
    String id =
        Nginx.DOCKER
            .createContainerCmd(ComposeProject.IMAGE)
            .withLabels(Map.of(EngineRelay.MARK, INSTALLATION.id()))
            .withEntrypoint("java")
            .withCmd("-XX:AOTMode=on", "@/sallyport", "--version")
            .exec()
            .getId();
    Nginx.DOCKER.startContainerCmd(id).exec();
    assertThat(
            Nginx.DOCKER
                .waitContainerCmd(id)
                .start()
                .awaitStatusCode(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS))
        .isZero();
  }

  /// Without a locale Java prints `?` for `✗`, and cannot open a file with an umlaut in its name.
  @Test
  void speaksUtf8() {
    String id =
        Nginx.DOCKER
            .createContainerCmd(ComposeProject.IMAGE)
            .withLabels(Map.of(EngineRelay.MARK, INSTALLATION.id()))
            .withEntrypoint("java")
            .withCmd("-XshowSettings:properties", "-version")
            .exec()
            .getId();
    Nginx.DOCKER.startContainerCmd(id).exec();
    Eventually.holds(() ->
        assertThat(Subprocess.run(List.of("docker", "logs", id)).err())
            .contains("stdout.encoding = UTF-8", "sun.jnu.encoding = UTF-8"));
  }

  /// Where packages put them.
  @ParameterizedTest
  @CsvSource({
    "/usr/share/man/man1/sallyport.1, .TH SALLYPORT 1",
    "/usr/share/bash-completion/completions/sallyport, complete -F",
    "/usr/share/sallyport/templates/recipes/basic-auth.conf, auth_basic"
  })
  void containsWhatPeopleTakeOutOfIt(String path, String text) throws IOException {
    String id =
        Nginx.DOCKER
            .createContainerCmd(ComposeProject.IMAGE)
            .withLabels(Map.of(EngineRelay.MARK, INSTALLATION.id()))
            .exec()
            .getId();
    try (InputStream file = Nginx.DOCKER.copyArchiveFromContainerCmd(id, path).exec()) {
      assertThat(new String(file.readAllBytes(), UTF_8)).contains(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "/bin/sh", "/bin/bash", "/bin/busybox", "/usr/bin/env"})
  void containsNoShell(String shell) {
    String id =
        Nginx.DOCKER
            .createContainerCmd(ComposeProject.IMAGE)
            .withLabels(Map.of(EngineRelay.MARK, INSTALLATION.id()))
            .withEntrypoint(shell)
            .exec()
            .getId();
    assertThatThrownBy(() -> Nginx.DOCKER.startContainerCmd(id).exec())
        .isInstanceOf(DockerException.class)
        .hasMessageMatching("(?s).*(not found in \\$PATH|no such file).*");
  }
}
