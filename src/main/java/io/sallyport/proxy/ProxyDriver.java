package io.sallyport.proxy;

import io.sallyport.config.ProxySettings;
import io.sallyport.model.RoutingTable;
import io.sallyport.traffic.FailedAttempt;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Everything about one kind of proxy, and the only place that knows its language. Pure: it says
/// which commands to run in a proxy's container and reads what they print; [Rollout] runs them.
///
/// Drivers live in packages of their own; only `cli` names them.
public interface ProxyDriver {

  ProxyKind kind();

  /// An extension with this kind's values for settings that were not written and whose default in
  /// the table of settings is another kind's.
  ProxySettings completed(ProxySettings written);

  /// Reads and tries the template that the extension names.
  ///
  /// @throws io.sallyport.template.TemplateException when it is missing, does not parse, or does
  ///   not render
  Renderer renderer(ProxySettings settings);

  /// What a proxy that nobody asked is taken to be able to do.
  Capabilities baseline();

  /// The kind and version of such a proxy, in words, and what it cannot do that operators should
  /// know.
  String describe(Capabilities can);

  /// The command that says what a proxy can do and how it was started. Changes nothing.
  List<String> probe(ProxySettings settings);

  /// What it said.
  Probe probed(ProxySettings settings, String said);

  /// A table as this kind of proxy serves it, and findings about what it does not serve as it is
  /// asked for. Its renderer may get a table as it was wanted, and leaves that out too.
  Admitted admit(RoutingTable wanted);

  /// What it takes to get from one configuration to the other: a reload, for a kind that knows no
  /// other way.
  default Plan plan(ProxyConfig running, ProxyConfig wanted) {
    return running.version().equals(wanted.version()) ? new Plan.Nothing() : new Plan.FullReload();
  }

  /// The command, to run in the proxy's container, that takes a staged file live: lock, test, swap,
  /// make it effective, verify. Its exit code is one of [ActivationCode].
  List<String> activation(Activation activation);

  /// A configuration's text as it goes to a proxy, once certificates have got folders of their own.
  default String delivered(String text) {
    return text;
  }

  /// The opposite, for a text that was read from a proxy.
  default String undelivered(String text) {
    return text;
  }

  /// How to read the failed attempts that such a proxy notes; nothing for one that notes none.
  default Optional<AttemptLog> attemptLog(Capabilities can) {
    return Optional.empty();
  }

  /// The attempts in what [AttemptLog#take] printed.
  default List<FailedAttempt> attempts(String said) {
    return List.of();
  }

  /// What its test said about a configuration, without what differs from one run to the next: the
  /// same refusal is the same message.
  String refusal(String said);

  /// What such a message says about the place.
  RefusalClues clues(String refusal);

  /// The command that prints, for each of the names that the live configuration serves, the name
  /// and that of its host, one pair a line: for proxies that keep no [Notes] yet.
  List<String> owners(ProxyFiles files, Collection<String> names);
}
