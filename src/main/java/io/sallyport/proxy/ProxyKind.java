package io.sallyport.proxy;

import io.sallyport.config.ProxySettings;
import java.util.List;

/// A kind of proxy: how one of its containers is made to run a configuration.
public sealed interface ProxyKind permits NginxProxy {

  /// The extension's name in the settings and in `interlock.ext.name`.
  String name();

  /// The command, to run in the proxy's container, that takes a staged file live: test, swap,
  /// reload, verify. Its exit code is one of [ActivationCode].
  List<String> activation(ProxySettings settings, ProxyFiles files, ProxyConfig config);

  /// What its test said about a configuration, without what differs from one run to the next: the
  /// same refusal is the same message.
  String refusal(String said);
}
