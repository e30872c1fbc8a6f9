package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.labels.Claim;
import io.sallyport.labels.Intent;
import io.sallyport.labels.NameClaim;
import io.sallyport.labels.PortClaim;
import io.sallyport.model.SiteId;
import io.sallyport.source.Group;

/// What is said about names and ports that a container does not get.
final class ClaimFindings {
  private ClaimFindings() {}

  /// Another site has it.
  ///
  /// @param there whether containers of that site are there
  static Finding taken(Intent intent, Claim claim, SiteId holder, boolean there) {
    String text = claim.text();
    if (!there) {
      return finding(
          intent,
          claim,
          "`%s` is kept for `%s`, whose last container ended less than a minute ago"
              .formatted(text, holder),
          "choose another %s, or remove that %s there first");
    }
    if (isOwn(intent, claim)) {
      return finding(
          intent,
          claim,
          "`%s` is already an alias of `%s`, which claimed it first".formatted(text, holder),
          "choose another %s, or remove that alias first");
    }
    return finding(
        intent,
        claim,
        claim.equals(new NameClaim(holder.name()))
            ? "`%s` is the name of a host already, which claimed it first".formatted(text)
            : "`%s` already belongs to `%s`, which claimed it first".formatted(text, holder),
        "choose another %s, or remove that %s there first");
  }

  /// Another group has a wildcard above it.
  static Finding below(Intent intent, Claim claim, String wildcard, Group group) {
    return finding(
        intent,
        claim,
        "`%s` is below `%s`, which belongs to %s".formatted(claim.text(), wildcard, group),
        "choose another %s, or start the container in that group");
  }

  /// It would widen a site that another group owns.
  static Finding widens(Intent intent, Claim claim, Group group) {
    return finding(
        intent,
        claim,
        "`%s` is not added to `%s`, which belongs to %s"
            .formatted(claim.text(), intent.name(), group),
        "remove it, or add it to the containers of that group");
  }

  /// Nobody may have it.
  static Finding refused(Intent intent, Claim claim, String why) {
    return intent.finding(
        isOwn(intent, claim) ? Code.BAD_VALUE : Code.BAD_VALUE_IGNORED,
        claim,
        "`%s` %s, so it is not taken".formatted(claim.text(), why),
        "name a domain, such as `*.example.com`");
  }

  private static Finding finding(Intent intent, Claim claim, String message, String advice) {
    String own = isOwn(intent, claim) ? "name" : "alias";
    return switch (claim) {
      case NameClaim _ ->
          intent.finding(
              isOwn(intent, claim) ? Code.NAME_TAKEN : Code.ALIAS_TAKEN,
              claim,
              message,
              advice.formatted(own, "name"));
      case PortClaim _ ->
          intent.finding(Code.PORT_TAKEN, claim, message, advice.formatted("port", "port"));
    };
  }

  private static boolean isOwn(Intent intent, Claim claim) {
    return claim.equals(new NameClaim(intent.name()));
  }
}
