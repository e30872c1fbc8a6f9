package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stack on a Swarm of one node: labels of services, tasks that come and go under load, and a
/// proxy that is a task.
class SwarmServicesIT {
  private static final int PORT = 8088;
  private static final int LOAD_SECONDS = 20;
  private static final String STACK =
      """
      version: "3.8"
      services:
        proxy:
          image: nginx:stable
          networks: [web]
          ports: [{target: 80, published: 8088, mode: host}]
          healthcheck:
            test: ["CMD-SHELL", "ls /etc/nginx/nginx.conf.*.loaded"]
            interval: 1s
            start_period: 60s
          deploy:
            mode: global
            labels: {interlock.ext.name: nginx}
        shop:
          image: nginx:stable
          networks: [web]
          deploy:
            replicas: 2
            labels:
              interlock.hostname: shop
              interlock.domain: example.com
              interlock.port: "80"
              interlock.network: web
        apart:
          image: nginx:stable
          networks: [back]
          deploy:
            labels: {interlock.hostname: apart, interlock.port: "80", interlock.network: back}
      networks:
        web: {driver: overlay}
        back: {driver: overlay, attachable: true}
      """;

  @TempDir private static Path folder = Path.of("");

  @Test
  void servesAStackWithoutLosingRequests() throws Exception {
    try (SwarmNodes swarm = new SwarmNodes(1, "nginx:stable")) {
      Path stack = Files.writeString(folder.resolve("stack.yml"), STACK);
      swarm.docker("stack", "deploy", "--resolve-image", "never", "-c", stack.toString(), "site");
      int status = FreePort.any();
      try (Sallyport sallyport = Sallyport.run(settings(swarm, status), log(), status)) {
        awaitStatus(swarm, "shop.example.com", 200);
        labelsOfAServiceCountAtOnce(swarm);
        tasksComeAndGoUnderLoad(swarm);
        noTaskIsConnectedToANetwork(swarm, sallyport);
        aSnapshotShowsTheSameRoutes(swarm, status);
      }
    }
  }

  private static void labelsOfAServiceCountAtOnce(SwarmNodes swarm) {
    String before = swarm.docker("service", "ps", "-q", "--no-trunc", "site_shop");
    update(swarm, "--label-add", "interlock.alias_domain=more.example.com");
    awaitStatus(swarm, "more.example.com", 200);
    update(swarm, "--label-rm", "interlock.alias_domain");
    awaitStatus(swarm, "more.example.com", 503);
    assertThat(swarm.docker("service", "ps", "-q", "--no-trunc", "site_shop")).isEqualTo(before);
  }

  private static void tasksComeAndGoUnderLoad(SwarmNodes swarm) throws Exception {
    CompletableFuture<List<Integer>> load =
        CompletableFuture.supplyAsync(() -> swarm.load("shop.example.com", PORT, LOAD_SECONDS));
    swarm.docker("service", "scale", "--detach=false", "site_shop=3");
    swarm.docker("service", "scale", "--detach=false", "site_shop=2");
    update(swarm, "--force", "--update-order", "start-first", "--update-delay", "0s");
    if (!load.isDone()) {
      update(swarm, "--force", "--update-order", "stop-first", "--update-delay", "0s");
    }
    assertThat(load.get()).hasSize(200 * LOAD_SECONDS).containsOnly(200);
  }

  private static void noTaskIsConnectedToANetwork(SwarmNodes swarm, Sallyport sallyport) {
    String proxy = swarm.docker("ps", "-q", "--filter", "name=site_proxy");
    String networks = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}";
    assertThat(swarm.docker("inspect", "--format", networks, proxy)).isEqualTo("site_web");
    assertThat(sallyport.log())
        .contains("its service is not on `site_back`; add the network to the proxy's service");
  }

  private static void aSnapshotShowsTheSameRoutes(SwarmNodes swarm, int status) throws IOException {
    String settings = settings(swarm, status).toString();
    String snapshot = folder.resolve("snapshot.json").toString();
    Sallyport.run("snapshot", "-c", settings, "-o", snapshot).expect(0);
    String saved = Sallyport.run("render", "-c", settings, "--snapshot", snapshot).out();
    assertThat(saved)
        .contains("server_name shop.example.com;")
        .isEqualTo(Sallyport.run("render", "-c", settings).out());
    assertThat(Sallyport.run("explain", "-c", settings, "site_shop").expect(0).out())
        .contains("site_shop.1.", "site_shop.2.", "routed");
  }

  private static void update(SwarmNodes swarm, String... options) {
    List<String> command =
        new ArrayList<>(List.of("service", "update", "--no-resolve-image", "--detach=false"));
    command.addAll(List.of(options));
    command.add("site_shop");
    swarm.docker(command.toArray(String[]::new));
  }

  private static void awaitStatus(SwarmNodes swarm, String host, int status) {
    Eventually.holds(() -> assertThat(swarm.status(host, PORT)).isEqualTo(status));
  }

  private static Path log() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "traffic"));
    return folder.resolve("sallyport-swarm-services.log");
  }

  private static Path settings(SwarmNodes swarm, int status) throws IOException {
    return Files.writeString(
        folder.resolve("config.toml"),
        """
        DockerURL = "%s"
        ListenAddr = "127.0.0.1:%d"

        [[Extensions]]
        Name = "nginx"
        User = "www-data"
        """
            .formatted(swarm.endpoint("n1"), status));
  }
}
