package io.sallyport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.SettingsException;
import io.sallyport.tls.TlsFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {
  private static final TlsFiles PLAIN = new TlsFiles("", "", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "consul://10.0.0.5:8500|consul://10.0.0.5:8500/interlock/v1/config",
        "consul://store|consul://store:8500/interlock/v1/config",
        "etcd://store/|etcd://store:2379/interlock/v1/config",
        "consul://store:8500/other/key|consul://store:8500/interlock/v1/config",
        "ETCD://a:1,b:2,[::1]:3|etcd://a:1,b:2,[::1]:3/interlock/v1/config",
      })
  void reads(String text, String key) {
    assertThat(StoreAddress.parse(text, PLAIN)).hasToString(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:2379|is not an address: `localhost:2379`",
        "zk://store:2181|knows `consul` and `etcd`, not `zk`",
        "etcd://|`` is not HOST:PORT",
        "etcd://a:1,|`` is not HOST:PORT",
        "etcd://a:65536|`a:65536` is not HOST:PORT",
        "etcd://a:0|`a:0` is not HOST:PORT",
        "etcd://user@a:1|must not name a user or password",
        "etcd://a:1?key=other|is not an address",
      })
  void refuses(String text, String message) {
    assertThatThrownBy(() -> StoreAddress.parse(text, PLAIN))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("--discovery: ")
        .hasMessageContainingAll(message, "(write it like etcd://HOST:2379");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "etcd://root:hunter2@a:1",
        "etcd://root:hun,ter2@a:1",
        "root:hunter2@a:1",
        "http://root:hunter2@a:1/v1"
      })
  void showsNoPassword(String text) {
    assertThatThrownBy(() -> StoreAddress.parse(text, PLAIN))
        .isInstanceOf(SettingsException.class)
        .hasMessageNotContainingAny("hun", "ter2", "root");
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    assertThatThrownBy(
            () -> StoreAddress.parse("etcd://a:b,c:d", new TlsFiles("ca.pem", "cert.pem", "")))
        .hasMessageContainingAll("`a:b`", "`c:d`", "--discovery-tls-key");
  }

  @Test
  void refusesTlsFilesThatCannotBeUsed() {
    StoreAddress address =
        StoreAddress.parse("etcd://store", new TlsFiles("/no/such/ca.pem", "", ""));

    assertThatThrownBy(() -> KeyValueStore.open(address))
        .isInstanceOf(SettingsException.class)
        .hasMessage("--discovery: cannot speak TLS: /no/such/ca.pem does not exist");
  }
}
