package io.sallyport.bench;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// What an engine answers, in its words.
final class EngineAnswers {
  private static final long FIRST_CREATED = 1_760_000_000L;

  private EngineAnswers() {}

  /// `GET /containers/json` with a proxy, and so many hosts of one container each.
  static byte[] containers(int hosts) {
    StringJoiner list = new StringJoiner(",", "[", "]");
    list.add(container(0, "\"interlock.ext.name\":\"nginx\""));
    for (int i = 1; i <= hosts; i++) {
      list.add(
          container(
              i,
              "\"interlock.hostname\":\"app-%d\",\"interlock.domain\":\"example.com\",\"interlock.port\":\"80\""
                  .formatted(i)));
    }
    return list.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String container(int number, String labels) {
    return """
    {"Id":"%064x","Names":["/bench-%d"],"Image":"nginx:stable","ImageID":\
    "sha256:538e81fdce69d0b8a8cbb9be1a39a8a1a3e9c2a47a2bdc5e5b4e33d0a6b1ed1a",\
    "Command":"/docker-entrypoint.sh nginx -g 'daemon off;'","Created":%d,"Ports":[{"PrivatePort":80,"Type":"tcp"}],\
    "Labels":{"com.docker.compose.config-hash":"6f1c1a1d9a5d3c0b8e1b7ed5b4f3f1de28f0b6a1be79cd5e3cb2f0b3c0cbe7de",\
    "com.docker.compose.container-number":"1","com.docker.compose.oneoff":"False","com.docker.compose.project":"bench",\
    "com.docker.compose.service":"bench-%d",%s,"maintainer":"NGINX Docker Maintainers <docker-maint@nginx.com>"},\
    "State":"running","Status":"Up 3 hours","HostConfig":{"NetworkMode":"bench_default"},"NetworkSettings":{"Networks":\
    {"bench_default":{"IPAMConfig":{},"Links":null,"Aliases":null,"NetworkID":"%064x","EndpointID":"%064x",\
    "Gateway":"172.18.0.1","IPAddress":"172.18.%d.%d","IPPrefixLen":16,"IPv6Gateway":"","GlobalIPv6Address":"",\
    "GlobalIPv6PrefixLen":0,"MacAddress":"02:42:ac:12:00:05","DriverOpts":null}}},"Mounts":[]}\
    """
        .formatted(
            number,
            number,
            FIRST_CREATED + number,
            number,
            labels,
            1,
            number,
            number / 250,
            2 + number % 250);
  }
}
