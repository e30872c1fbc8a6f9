package io.sallyport.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the probe says, and what a proxy may say in its place.
class NginxFactsTest {
  private static final String LIVE = "/etc/nginx/nginx.conf";

  private static final String OFFICIAL =
      """
      version nginx/1.26.3
      built --prefix=/etc/nginx
      built --conf-path=/etc/nginx/nginx.conf
      built --pid-path=/run/nginx.pid
      temp client-body-temp-path yes /var/cache/nginx/client_temp
      temp proxy-temp-path yes /var/cache/nginx/proxy_temp
      built --with-http_ssl_module
      built --with-http_v2_module
      other yes /tmp
      other yes /dev/shm
      memory tmpfs rw,nosuid,nodev,noexec,relatime,size=65536k
      uid 0
      ipv6
      master  nginx -g daemon off;
      same-file
      file-pid /run/nginx.pid;
      directory yes /etc/nginx/.
      mount rw /
      mount ro /sys
      end
      """;

  private static NginxCapabilities can(String said) {
    return NginxFacts.read(said).capabilities();
  }

  private static String problem(String said) {
    return NginxFacts.read(said).problem(LIVE).orElse("");
  }

  @Test
  void readsAnOfficialImage() {
    assertThat(can(OFFICIAL))
        .hasToString("nginx/1.26.3 ipv6 pid=/run/nginx.pid modules=http_ssl,http_v2");
    assertThat(problem(OFFICIAL)).isEmpty();
    assertThat(NginxFacts.read(OFFICIAL).complete()).isTrue();
  }

  /// What may grow as large as the host's memory, or is not for its user, is not written to.
  @Test
  void notesFailuresInASmallFileSystemInMemoryAlone() {
    assertThat(can(OFFICIAL).attempts()).contains("/dev/shm/sallyport-attempts");
    for (String other :
        List.of(
            OFFICIAL.replace("size=65536k", "size=1048576k"),
            OFFICIAL.replace(",size=65536k", ",inode64"),
            OFFICIAL.replace("memory tmpfs", "memory ext4"),
            OFFICIAL.replace("other yes /dev/shm", "other no /dev/shm"),
            OFFICIAL.replace("mount ro /sys", "mount ro /dev/shm"),
            OFFICIAL.replace("size=65536k", "size=99999999999999k"),
            OFFICIAL.replace("nginx/1.26.3", "nginx/1.14.2"),
            OFFICIAL.replaceAll("memory .*\n", ""))) {
      assertThat(can(other).attempts()).isEmpty();
    }
  }

  @Test
  void knowsThePidFileOfTheImagesOwnConfiguration() {
    String said =
        OFFICIAL
            .replace("uid 0", "uid 101")
            .replace("file-pid /run/nginx.pid;", "file-pid /tmp/nginx.pid;");
    assertThat(can(said).pidFile()).contains("/tmp/nginx.pid");
    assertThat(can(said).root()).isFalse();
    assertThat(
            can(OFFICIAL.replace("file-pid /run/nginx.pid;", "file-pid \"/tmp/a.pid\";")).pidFile())
        .contains("/tmp/a.pid");
    assertThat(can(OFFICIAL.replace("file-pid /run/nginx.pid;\n", "")).pidFile())
        .contains("/run/nginx.pid");
    assertThat(
            can(OFFICIAL.replace("file-pid /run/nginx.pid;", "file-pid logs/nginx.pid;")).pidFile())
        .contains("/etc/nginx/logs/nginx.pid");
  }

  /// `[emerg] "pid" directive is duplicate` at the reload, which the test does not show.
  @Test
  void leavesOutWhatItsCommandLineHas() {
    NginxCapabilities can =
        can(
            OFFICIAL.replace(
                "master  nginx -g daemon off;",
                "master  nginx -g daemon off; pid /tmp/x.pid; worker_processes 4; -c"
                    + " /etc/nginx/nginx.conf"));
    assertThat(can.given()).containsExactly("pid", "worker_processes");
    assertThat(can.pidFile()).isEmpty();
  }

  @Test
  void putsTemporaryFilesWhereTheyCanBe() {
    String cacheReadOnly = OFFICIAL.replace("mount rw /\n", "mount ro /\nmount rw /tmp\n");
    assertThat(can(cacheReadOnly).homeless())
        .containsExactly("client_body_temp_path", "proxy_temp_path");
    assertThat(can(cacheReadOnly).home()).isEqualTo("/tmp");
    assertThat(can(cacheReadOnly + "mount rw /var/cache/nginx\n").homeless()).isEmpty();
    assertThat(can(OFFICIAL.replace("proxy-temp-path yes", "proxy-temp-path no")).homeless())
        .containsExactly("proxy_temp_path");
  }

  @ParameterizedTest
  @CsvSource({
    "nginx/1.22.1, 1.22.1",
    "openresty/1.27.1.2, 1.27.1",
    "freenginx/1.29.0, 1.25.3",
    "freenginx/1.24.0, 1.24.0",
    "nginx/1.25.3+plus, 1.25.3",
    "nginx/banana, 1.22.0",
    "nginx/99999999999.1.1, 1.22.0",
    "apache/2.4.0, 1.22.0",
  })
  void readsVersions(String said, String version) {
    assertThat(can("version " + said + "\nend\n").version()).hasToString(version);
  }

  @Test
  void saysWhatIsInTheWay() {
    assertThat(problem("no-nginx\nend\n")).contains("no Nginx", "take the label off");
    assertThat(problem(OFFICIAL + "mount rw /etc/nginx/nginx.conf\n"))
        .contains("single file", "mount a directory at /etc/nginx");
    assertThat(problem(OFFICIAL.replace("mount rw /\n", "mount ro /\n")))
        .contains("read-only file system", "mount a volume at /etc/nginx");
    assertThat(
            problem(OFFICIAL.replace("directory yes", "directory no").replace("uid 0", "uid 101")))
        .contains("its user (uid 101) cannot write to /etc/nginx");
    assertThat(problem(OFFICIAL + "live-is-directory\n")).contains("is a directory");
  }

  @Test
  void saysWhenNginxRunsAnotherFile() {
    String other =
        OFFICIAL
            .replace("nginx -g daemon off;", "nginx -c /etc/conf/nginx.conf -g daemon off;")
            .replace("same-file\n", "");
    assertThat(problem(other))
        .contains("runs /etc/conf/nginx.conf")
        .contains("write ConfigPath = \"/etc/conf/nginx.conf\"");
    assertThat(problem(other + "same-file\n")).as("a link to ours").isEmpty();
    assertThat(problem(other + "include\n")).as("includes ours").isEmpty();
    assertThat(problem(other.replace("-c /etc/conf/nginx.conf", "-c conf/x.conf")))
        .contains("ConfigPath = \"/etc/nginx/conf/x.conf\"");
    assertThat(problem(OFFICIAL.replace("same-file\n", "")))
        .as("its own path, where there is no file yet")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\n",
        "end",
        "version",
        "temp",
        "temp a",
        "mount",
        "mount ro",
        "uid",
        "built",
        "master",
        "file-pid ;",
        "file-pid \u001b]0;x\u0007",
        "directory",
        "\u0000",
      })
  void takesAnything(String said) {
    NginxCapabilities can = can(said);
    assertThat(can.version()).isEqualTo(NginxCapabilities.BASELINE.version());
    assertThat(can.pidFile()).isEqualTo(NginxCapabilities.BASELINE.pidFile());
    problem(said);
  }

  @Test
  void takesAnyBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] words = OFFICIAL.split("[ \n]", -1);
    for (int i = 0; i < 3000; i++) {
      StringBuilder said = new StringBuilder();
      for (int word = random.nextInt(40); word > 0; word--) {
        said.append(words[random.nextInt(words.length)])
            .append((char) random.nextInt(0x250))
            .append(random.nextBoolean() ? "\n" : " ");
      }
      String text = said.toString();
      assertThat(can(text).pidFile().map(NginxCapabilities::isPath).orElse(true))
          .as("seed %d: %s", seed, text)
          .isTrue();
      assertThat(problem(text)).as("seed %d: %s", seed, text).doesNotContain("\u001b");
    }
  }
}
