package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Label;

/// What is said about names that a container does not get.
final class NameFindings {
  private NameFindings() {}

  /// Another host has it.
  ///
  /// @param there whether containers of that host are there
  static Finding taken(
      Application application, String name, Label<?> label, String holder, boolean there) {
    if (!there) {
      return finding(
          application,
          label,
          "`%s` is kept for `%s`, whose last container ended less than a minute ago"
              .formatted(name, holder),
          "choose another %s, or remove that name there first");
    }
    if (label.equals(Label.HOSTNAME)) {
      return finding(
          application,
          label,
          "`%s` is already an alias of `%s`, which claimed it first".formatted(name, holder),
          "choose another %s, or remove that alias first");
    }
    return finding(
        application,
        label,
        name.equals(holder)
            ? "`%s` is the name of a host already, which claimed it first".formatted(name)
            : "`%s` already belongs to `%s`, which claimed it first".formatted(name, holder),
        "choose another %s, or remove that name there first");
  }

  /// Another group has a wildcard above it.
  static Finding below(
      Application application, String name, Label<?> label, String wildcard, Group group) {
    return finding(
        application,
        label,
        "`%s` is below `%s`, which belongs to %s".formatted(name, wildcard, group),
        "choose another %s, or start the container in that group");
  }

  /// It would widen a host that another group owns.
  static Finding widens(Application application, String alias, Group group) {
    return finding(
        application,
        Label.ALIAS_DOMAIN,
        "`%s` is not added to `%s`, which belongs to %s"
            .formatted(alias, application.name(), group),
        "remove it, or add it to the containers of that group");
  }

  /// Nobody may have it.
  static Finding refused(Application application, String name, Label<?> label, String why) {
    return application.finding(
        label.equals(Label.HOSTNAME) ? Finding.Code.BAD_VALUE : Finding.Code.BAD_VALUE_IGNORED,
        label,
        "`%s` %s, so it is not taken".formatted(name, why),
        "name a domain, such as `*.example.com`");
  }

  private static Finding finding(
      Application application, Label<?> label, String message, String advice) {
    boolean host = label.equals(Label.HOSTNAME);
    return application.finding(
        host ? Finding.Code.NAME_TAKEN : Finding.Code.ALIAS_TAKEN,
        label,
        message,
        advice.formatted(host ? "name" : "alias"));
  }
}
