package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.labels.BackendOption.Balance;
import io.sallyport.labels.BackendOption.Keepalive;
import io.sallyport.labels.BackendOption.KeepaliveRequests;
import io.sallyport.labels.BackendOption.KeepaliveTime;
import io.sallyport.labels.BackendOption.KeepaliveTimeout;
import io.sallyport.labels.BackendOption.Zone;
import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.ByteSize;
import io.sallyport.model.HashKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendOptionTest {
  @Test
  void takesLinesOfTheList() {
    Map<String, BackendOption> lines =
        Map.ofEntries(
            Map.entry("least_conn", new Balance(new LeastConnections())),
            Map.entry(" ip_hash ; ", new Balance(new ByClient())),
            Map.entry("random", new Balance(new RandomServer(false))),
            Map.entry("random\ttwo;", new Balance(new RandomServer(true))),
            Map.entry("hash $host", new Balance(new Hash(new HashKey.HostName(), false))),
            Map.entry(
                "hash  $cookie_a  consistent",
                new Balance(new Hash(new HashKey.Cookie("a"), true))),
            Map.entry("keepalive 32", new Keepalive(32)),
            Map.entry("keepalive_requests 1000", new KeepaliveRequests(1000)),
            Map.entry("keepalive_time 1h", new KeepaliveTime(Duration.ofHours(1))),
            Map.entry("keepalive_timeout 60", new KeepaliveTimeout(Duration.ofMinutes(1))),
            Map.entry("zone any-name 1m", new Zone(ByteSize.mib(1))),
            Map.entry("zone a 8k", new Zone(ByteSize.kib(64))));
    lines.forEach(
        (line, option) -> assertThat(BackendOption.GRAMMAR.parse(line)).as(line).contains(option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "least_conn;;",
        "least_conn; ip_hash",
        "least_conn ip_hash",
        "LEAST_CONN",
        "least_conn\nip_hash",
        "random two least_conn",
        "random three",
        "hash",
        "hash uri",
        "hash $uri sorted",
        "hash $http_cookie",
        "keepalive",
        "keepalive 0",
        "keepalive -1",
        "keepalive 1001",
        "keepalive 8 local",
        "keepalive_timeout never",
        "zone",
        "zone a",
        "zone a 1g",
        "zone a 5m",
        "zone a;b 64k",
        "zone $a 64k",
        "server 10.0.0.1:80",
        "include x",
        "} server {",
        "least_time header"
      })
  void refusesAllOthers(String line) {
    assertThat(BackendOption.GRAMMAR.parse(line)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "server 10.0.0.1:80, interlock.hostname",
    "weight=5, interlock.weight",
    "max_fails=3 fail_timeout=10s, interlock.max_fails",
    "backup;, interlock.backup",
    "sticky cookie srv_id, interlock.ip_hash",
    "balance leastconn, interlock.balance_algorithm",
    "proxy_read_timeout 3s, interlock.proxy_read_timeout"
  })
  void namesTheLabelToUseInstead(String line, String label) {
    assertThat(BackendOption.instead(line).orElse("")).contains("`" + label);
  }
}
