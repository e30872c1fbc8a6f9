package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.FreePort;
import io.sallyport.docker.PodmanService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job on Podman: containers come and go, a proxy is configured by copy and exec, and
/// requests arrive.
class PodmanIT {
  private static final Path BACKEND =
      Path.of("src/test/resources/traffic/backend.conf").toAbsolutePath();

  @TempDir private Path folder = Path.of("");

  @Test
  void configuresAProxyFromContainersOnPodman() throws IOException {
    try (PodmanService podman = new PodmanService()) {
      podman.podman("network", "create", "home");
      podman.podman("network", "create", "apart");
      Path settings =
          Files.writeString(
              folder.resolve("config.toml"),
              "DockerURL = \"unix://%s\"\nListenAddr = \"127.0.0.1:%d\"\nResyncInterval = \"1h\"\n"
                  .formatted(podman.socket(), FreePort.any()));
      try (Sallyport sallyport =
          Sallyport.start(folder.resolve("sallyport.log"), 0, "run", "-c", settings.toString())) {
        sallyport.awaitLog("Event stream is live");
        run(podman, "edge", "home", "-l", "interlock.ext.name=nginx", "-p", "127.0.0.1::80");
        backend(podman, "shop", "home", "-l", "interlock.hostname=shop");
        int port = publishedPort(podman);
        await(port, "http://shop.local", "shop");

        backend(
            podman,
            "far",
            "apart",
            "-l",
            "interlock.hostname=far",
            "-l",
            "interlock.network=apart");
        await(port, "http://far.local", "far");
        assertThat(networks(podman)).contains("apart");

        podman.podman("rm", "--force", "--time", "0", "far");
        Eventually.holds(() -> assertThat(networks(podman)).doesNotContain("apart"));
        podman.podman("stop", "--time", "0", "shop");
        Eventually.holds(() -> assertThat(ask(port, "http://shop.local").status()).isEqualTo(503));
        podman.podman("start", "shop");
        await(port, "http://shop.local", "shop");
        Sallyport.run("check", "-c", settings.toString()).expect(0);
      }
    }
  }

  private static void backend(PodmanService podman, String name, String network, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("-v", BACKEND + ":/etc/nginx/nginx.conf:ro"));
    run(podman, name, network, options.toArray(String[]::new));
  }

  private static void run(PodmanService podman, String name, String network, String... more) {
    List<String> command = new ArrayList<>(List.of("run", "-d", "--pull=never"));
    command.addAll(List.of("--name", name, "--hostname", name, "--network", network));
    command.addAll(List.of(more));
    command.add("nginx:stable");
    podman.podman(command.toArray(String[]::new));
  }

  private static int publishedPort(PodmanService podman) {
    String address = podman.podman("port", "edge", "80/tcp");
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static String networks(PodmanService podman) {
    return podman.podman("inspect", "--format", "{{json .NetworkSettings.Networks}}", "edge");
  }

  private static Answer ask(int port, String url) {
    return Visitor.ANYBODY.ask(port, false, URI.create(url));
  }

  private static void await(int port, String url, String server) {
    Eventually.is(() -> ask(port, url), answer -> assertThat(answer.server()).isEqualTo(server));
  }
}
