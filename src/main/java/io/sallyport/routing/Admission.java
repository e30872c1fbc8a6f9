package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.model.Balancing;
import io.sallyport.source.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which of the containers that ask for a host serve it. All of the group that owns it do. One of
/// another group, a stranger, does where `JoinHosts` lets him and he asks for nothing else than the
/// owner: else he alone is left out, and the host is as if he were not there.
///
/// @param policy what applies to the host
/// @param endpoints the owner's paths of WebSockets
record Admission(
    Site site,
    ProxySettings settings,
    HostPolicy policy,
    SortedSet<String> endpoints,
    List<Finding> findings) {
  /// What applies to all containers of a context root.
  private static final List<Label<?>> OF_ROOTS =
      List.of(
          Label.SSL_BACKEND,
          Label.SSL_BACKEND_TLS_VERIFY,
          Label.SSL_BACKEND_CERT,
          Label.SSL_BACKEND_CERT_KEY,
          Label.SSL_BACKEND_PASSWORD_FILE,
          Label.SSL_BACKEND_CA,
          Label.SSL_BACKEND_NAME,
          Label.CONTEXT_ROOT_REWRITE,
          Label.BALANCE_ALGORITHM,
          Label.IP_HASH,
          Label.BACKEND_OPTION);

  /// What is the same as saying nothing.
  private static final Set<Object> NOTHING = Set.of(false, new Balancing.RoundRobin());

  static Site admitted(Site site, ProxySettings settings, List<Finding> findings) {
    if (site.owner().group().equals(Group.UNKNOWN)
        || site.members().stream().allMatch(site.owner()::owns)) {
      return site;
    }
    Owner owner = site.owner();
    if (owner.deciders().isEmpty()) {
      owner = new Owner(owner.group(), agreeing(site, settings), owner.policy());
    }
    Site decided = site.with(owner);
    return new Admission(
            decided,
            settings,
            HostPolicy.of(owner.deciders(), settings),
            new TreeSet<>(decided.said(Label.WEBSOCKET_ENDPOINT)),
            findings)
        .run();
  }

  /// After a restart, of an owner that is away only a digest of its terms is known: who asks for
  /// the same speaks for it.
  private static List<Intent> agreeing(Site site, ProxySettings settings) {
    return site.members().stream()
        .filter(
            each -> HostPolicy.of(List.of(each), settings).digest().equals(site.owner().policy()))
        .findFirst()
        .stream()
        .toList();
  }

  private Site run() {
    List<Intent> admitted = new ArrayList<>();
    for (Intent member : site.members()) {
      if (site.owner().owns(member) || admits(member)) {
        admitted.add(member);
      }
    }
    return site.with(admitted);
  }

  private boolean admits(Intent stranger) {
    Optional<Finding> refusal = refusal(stranger);
    if (refusal.isPresent()) {
      findings.add(refusal.get());
      return false;
    }
    boolean ownRoot = isOwnRoot(stranger);
    findings.add(
        stranger.finding(
            Finding.Code.JOINS_HOST,
            ownRoot ? Label.CONTEXT_ROOT : Label.HOSTNAME,
            ownRoot
                ? "%s has `%s` of `%s`, which belongs to %s"
                    .formatted(stranger.group(), stranger.root(), site.name(), site.owner().group())
                : "%s shares `%s`, which belongs to %s"
                    .formatted(stranger.group(), site.name(), site.owner().group()),
            "to allow only containers of that group, set `JoinHosts = \"same-project\"`"));
    return true;
  }

  private boolean isOwnRoot(Intent stranger) {
    return site.ownerOf(stranger.root()).owns(stranger);
  }

  private Optional<Finding> refusal(Intent stranger) {
    if (settings.get(Setting.JOIN_HOSTS).equals("same-project")) {
      return Optional.of(
          refused(
              stranger,
              Label.HOSTNAME,
              "`%s` belongs to %s, and `JoinHosts` lets no others serve it"
                  .formatted(site.name(), site.owner().group()),
              "choose another name, or start the container in that group"));
    }
    if (site.owner().deciders().isEmpty()) {
      return Optional.of(
          refused(
              stranger,
              Label.HOSTNAME,
              "`%s` belongs to %s, of which no container is there to say how it is served"
                  .formatted(site.name(), site.owner().group()),
              "start that, or wait for a minute after its last container has gone"));
    }
    return policy
        .differing(stranger, settings)
        .map(label -> differs(stranger, label, site.owner(), "`" + site.name() + "`"))
        .or(() -> endpoint(stranger))
        .or(() -> ofRoot(stranger));
  }

  /// A path that the owner names for WebSockets is no stranger's root.
  private Optional<Finding> endpoint(Intent stranger) {
    if (isOwners(stranger.root())) {
      return Optional.empty();
    }
    return endpoints.stream()
        .filter(each -> !each.equals("/") && PathPrefix.within(stranger.root(), each))
        .findFirst()
        .map(each ->
            refused(
                stranger,
                Label.CONTEXT_ROOT,
                "`%s` of `%s` is a WebSocket endpoint of %s"
                    .formatted(each, site.name(), site.owner().group()),
                "choose another path"));
  }

  private boolean isOwners(String root) {
    return site.ownerOf(root).group().equals(site.owner().group());
  }

  /// One that shares a root with its owner asks for nothing else there.
  private Optional<Finding> ofRoot(Intent stranger) {
    Site root = site.root(stranger.root(), List.of());
    if (root.owner().owns(stranger) || root.owner().deciders().isEmpty()) {
      return Optional.empty();
    }
    boolean tls = UpstreamTls.speaksTls(root);
    return OF_ROOTS.stream()
        .filter(label ->
            label.equals(Label.SSL_BACKEND)
                ? stranger.values().isSet(Label.SSL_BACKEND) != tls
                : differs(stranger, root, label))
        .findFirst()
        .map(label ->
            differs(
                stranger,
                label,
                root.owner(),
                "`%s` of `%s`".formatted(stranger.root(), site.name())));
  }

  private static boolean differs(Intent stranger, Site root, Label<?> label) {
    List<Object> said = new ArrayList<>(stranger.values().all(label));
    said.removeAll(NOTHING);
    return !root.said(label).containsAll(said);
  }

  private static Finding differs(Intent stranger, Label<?> label, Owner owner, String what) {
    return refused(
        stranger,
        label,
        "asks for something else than container `%s`, and %s belongs to %s: this container is not routed"
            .formatted(owner.deciders().getFirst().container().name(), what, owner.group()),
        "give it the same value, remove it, or choose another `interlock.hostname`");
  }

  private static Finding refused(Intent stranger, Label<?> label, String message, String advice) {
    return stranger.finding(Finding.Code.OTHER_OWNER, label, message, advice);
  }
}
