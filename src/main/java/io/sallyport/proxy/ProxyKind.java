package io.sallyport.proxy;

import io.sallyport.config.ProxySettings;
import java.util.Collection;
import java.util.List;

/// A kind of proxy: how one of its containers is made to run a configuration.
public interface ProxyKind {

  /// The extension's name in the settings and in `interlock.ext.name`.
  String name();

  /// The command, to run in the proxy's container, that takes a staged file live: test, swap,
  /// reload, verify. Its exit code is one of [ActivationCode].
  ///
  /// @param testOnly to end after the test
  List<String> activation(
      ProxySettings settings, ProxyFiles files, ProxyConfig config, boolean testOnly);

  /// The command that says what a proxy can do and how it was started. Changes nothing.
  List<String> probe(ProxySettings settings);

  /// What it said.
  Probe probed(ProxySettings settings, String said);

  /// The command that prints which of the files cannot be used: the number of each, from 0 on, that
  /// is not there or cannot be read, and with `p` in front of each that holds no PEM.
  ///
  /// @param pem certificates and keys, which come first
  List<String> unusable(Collection<String> pem, Collection<String> others);

  /// The command that proves which sets of certificates a proxy holds: for each folder of them, a
  /// line with the SHA-256 of the challenge and of all names and contents.
  ///
  /// @param folders what the folders' paths begin with
  /// @param challenge never used before
  List<String> possession(String folders, String challenge);

  /// The command that prints checksums of files, the same ones while nobody changes them.
  List<String> checksums(Collection<String> files);

  /// The command that prints, for each of the names that the live configuration serves, the name
  /// and that of its host, one pair a line.
  List<String> owners(ProxyFiles files, Collection<String> names);

  /// The command that prints the live configuration's checksum on a line of its own, and then the
  /// configuration from a line on, as much of it as one answer of an engine holds.
  ///
  /// @param line counted from 1
  List<String> live(ProxyFiles files, long line);

  /// The command that prints our notes in the proxy, as [#live] does.
  List<String> notes(ProxyFiles files, long line);

  /// The command that prints the version that new workers were last seen to run.
  List<String> loaded(ProxyFiles files);

  /// What its test said about a configuration, without what differs from one run to the next: the
  /// same refusal is the same message.
  String refusal(String said);
}
