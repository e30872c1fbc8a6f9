package io.sallyport.config;

import io.sallyport.config.Setting.Scope;
import java.util.List;

/// The sections of the table, in the order in which `spec` prints them.
enum Section {
  ENGINE(Scope.TOP, "The Docker engine"),
  SERVICE(Scope.TOP, "Sallyport itself"),
  SWARM(Scope.SWARM, "Services, tasks and the agent"),
  PROXY(Scope.EXTENSION, "The proxy", "nginx", "haproxy"),
  NGINX(Scope.EXTENSION, "Nginx", "nginx"),
  CLIENTS(Scope.EXTENSION, "Nginx: TLS to clients", "nginx"),
  BACKENDS(Scope.EXTENSION, "TLS to backends", "nginx", "haproxy"),
  HAPROXY(Scope.EXTENSION, "HAProxy", "haproxy"),
  BEACON(Scope.EXTENSION, "Beacon", "beacon");

  private final Scope scope;
  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> kinds;

  Section(Scope scope, String title, String... kinds) {
    this.scope = scope;
    this.title = title;
    this.kinds = List.of(kinds);
  }

  Scope scope() {
    return scope;
  }

  String title() {
    return title;
  }

  /// The extensions that use its settings; none for the other tables.
  List<String> kinds() {
    return kinds;
  }

  List<Setting<?>> settings() {
    return Setting.all().stream().filter(setting -> setting.section() == this).toList();
  }
}
