package io.sallyport.journal;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.finding.Finding.Code;
import io.sallyport.model.CertificateUse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What is said of a certificate, by what it is used for.
final class CertificateWords {
  private static final Duration NOTICE = Duration.ofDays(14);
  private static final int MOST_NAMES = 5;

  /// What is wrong with a certificate for all of its hosts.
  ///
  /// @param text what follows the file's name
  /// @param advice what to do, before the place where
  record Problem(Code code, String text, String advice) {}

  private CertificateWords() {}

  /// Nothing of a file of several CAs: another one of them may verify whom this one does not.
  static Optional<Problem> problem(CertificateFacts facts, CertificateUse use, Instant now) {
    boolean ca = use == CertificateUse.CLIENT_CA || use == CertificateUse.BACKEND_CA;
    if (ca && !facts.alone()) {
      return Optional.empty();
    } else if (!facts.expires().isAfter(now)) {
      boolean certain = ca || use == CertificateUse.SERVER;
      return Optional.of(
          new Problem(
              certain ? Code.CERTIFICATE_EXPIRED : Code.CERTIFICATE_EXPIRES,
              ends(facts.expires(), now) + effect(use),
              "renew it"));
    } else if (facts.begins().isAfter(now) && use != CertificateUse.NONE) {
      return Optional.of(
          new Problem(
              Code.CERTIFICATE_NOT_YET_VALID,
              "is not valid before " + seconds(facts.begins()) + effect(use),
              "replace it by one that is valid now"));
    } else if (isNear(facts.expires(), now)) {
      return Optional.of(
          new Problem(
              Code.CERTIFICATE_EXPIRES, ends(facts.expires(), now) + unused(use), "renew it"));
    }
    return facts
        .chainExpires()
        .filter(chain -> isNear(chain, now))
        .map(chain ->
            new Problem(
                Code.CERTIFICATE_EXPIRES,
                "has another certificate in its file that " + ends(chain, now) + unused(use),
                "replace or remove that one"));
  }

  /// That it is not for these names of a host, in words that follow the file's name.
  static String mismatch(CertificateFacts facts, Collection<String> names) {
    return facts.names().isEmpty()
        ? "has no alternative names (subjectAltName), and browsers look at no others, so they refuse"
            + " it"
        : "is for %s, and not for %s, so clients refuse it"
            .formatted(few(facts.names()), few(names));
  }

  /// What need not be wrong: nobody but the clients knows whom they trust.
  static String note(CertificateFacts facts, CertificateUse use, Instant now) {
    return switch (use) {
      case SERVER ->
          facts.selfSigned()
              ? "self-signed: only clients that trust this very certificate accept it"
              : facts.alone()
                  ? "no other certificate in its file: if an intermediate CA issued it, some clients"
                      + " need that CA's certificate there too"
                  : "";
      case NONE ->
          facts.begins().isAfter(now) ? "is not valid before " + seconds(facts.begins()) : "";
      case CLIENT_CA, BACKEND_CA, BACKEND_CLIENT -> "";
    };
  }

  static String few(Collection<String> names) {
    List<String> some = names.stream().limit(MOST_NAMES).map(each -> "`" + each + "`").toList();
    int more = names.size() - some.size();
    return String.join(", ", some) + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static String effect(CertificateUse use) {
    return switch (use) {
      case SERVER -> ", so clients refuse it";
      case CLIENT_CA -> ", so hosts answer 400 to clients whose certificates it issued";
      case BACKEND_CA -> ", so hosts answer 502 for containers whose certificates it issued";
      case BACKEND_CLIENT -> ", so containers that check it refuse it";
      case NONE -> unused(use);
    };
  }

  private static String unused(CertificateUse use) {
    return use == CertificateUse.NONE ? " (no host uses it)" : "";
  }

  private static boolean isNear(Instant expires, Instant now) {
    return expires.isBefore(now.plus(NOTICE));
  }

  private static String ends(Instant expires, Instant now) {
    return (expires.isAfter(now) ? "expires at " : "expired at ") + seconds(expires);
  }

  private static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
