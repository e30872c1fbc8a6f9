package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Claim;
import io.sallyport.labels.NameClaim;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.Notes;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.routing.Ownership;
import io.sallyport.routing.OwnershipNotes;
import io.sallyport.routing.ProxyList;
import io.sallyport.routing.ProxyList.Listing;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who owns what by the word of the proxies: what a Sallyport that has just begun goes by.
///
/// A proxy says what was noted in it with the configuration that it runs; one that an older release
/// configured has no notes, and says which host its configuration serves disputed names for. What
/// is believed is decided by [Ownership#agreed].
final class ServedNames {
  private static final Logger LOG = LoggerFactory.getLogger(ServedNames.class);

  /// A proxy answers within milliseconds. One that does not want to must not hold up the first
  /// pass.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ContainerAccess access;
  private final Drivers drivers;
  private final InstantSource clock;
  private final Set<String> newer = new HashSet<>();

  ServedNames(ContainerAccess access, Drivers drivers, InstantSource clock) {
    this.access = access;
    this.drivers = drivers;
    this.clock = clock;
  }

  /// What the proxies of some extensions agree on. One that does not answer in time says nothing.
  Map<ProxySettings, Ownership> of(Routing routing, Predicate<ProxySettings> which) {
    List<ProxyRouting> asked =
        routing.proxies().stream().filter(share -> which.test(share.settings())).toList();
    List<Callable<Answer>> questions = new ArrayList<>();
    asked.forEach(share -> questions.add(() -> ask(share, disputed(routing, share))));
    Map<ProxySettings, List<Ownership>> words = new HashMap<>();
    Set<ProxySettings> listed =
        asked.stream()
            .filter(ServedNames::listedByName)
            .map(ProxyRouting::settings)
            .collect(Collectors.toSet());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          threads.invokeAll(questions, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      for (int i = 0; i < asked.size(); i++) {
        Future<Answer> given = answers.get(i);
        Answer answer = given.isCancelled() ? Answer.NONE : given.get();
        if (answer.newer()) {
          newer.add(asked.get(i).proxy().id());
        }
        if (counts(asked.get(i), answer.word(), listed)) {
          words
              .computeIfAbsent(asked.get(i).settings(), any -> new ArrayList<>())
              .add(answer.word());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new EngineException("reading the owners of names from the proxies was interrupted");
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
    Map<ProxySettings, Ownership> known = new HashMap<>();
    words.forEach((extension, each) -> known.put(extension, Ownership.agreed(each)));
    return known;
  }

  private static boolean listedByName(ProxyRouting share) {
    return ProxyList.of(share.settings()).listing(share.proxy()) == Listing.BY_NAME;
  }

  /// Where `Proxies` lists some by name, only these are believed, and one that was made anew takes
  /// nothing away by its silence. Where it does not, anybody may be one: silence counts as a word.
  private static boolean counts(ProxyRouting share, Ownership word, Set<ProxySettings> listed) {
    return !listed.contains(share.settings())
        || (listedByName(share) && !word.equals(Ownership.UNKNOWN));
  }

  /// What one proxy says.
  ///
  /// @param newer whether its notes are a later release's
  private record Answer(Ownership word, boolean newer) {
    static final Answer NONE = new Answer(Ownership.UNKNOWN, false);
  }

  private static Set<String> disputed(Routing routing, ProxyRouting share) {
    return routing.remembered().of(share.settings()).disputed().stream()
        .filter(NameClaim.class::isInstance)
        .map(Claim::text)
        .collect(Collectors.toSet());
  }

  /// One that answers with something else says nothing.
  private Answer ask(ProxyRouting share, Set<String> names) {
    ProxySettings extension = share.settings();
    ProxyReader reader = new ProxyReader(access, drivers.of(extension), extension, clock);
    try {
      Optional<Notes> notes = reader.notes(share.proxy().id());
      if (notes.isPresent() && notes.get().format() == Notes.FORMAT) {
        return new Answer(OwnershipNotes.read(notes.get().text()), false);
      }
      return new Answer(
          names.isEmpty()
              ? Ownership.UNKNOWN
              : Ownership.of(reader.owners(share.proxy().id(), names)),
          notes.isPresent());
    } catch (RuntimeException | StackOverflowError failure) { // Whatever a proxy says.
      LOG.debug("Proxy {} reports no owners: {}", share.proxy().name(), failure.getMessage());
      return Answer.NONE;
    }
  }

  /// Which proxies keep notes that this release can neither read nor replace.
  List<Finding> findings(Routing routing) {
    return routing.proxies().stream()
        .map(ProxyRouting::proxy)
        .filter(proxy -> newer.contains(proxy.id()))
        .map(ServedNames::newerNotes)
        .toList();
  }

  private static Finding newerNotes(Container proxy) {
    return new Finding(
        Finding.Code.NEWER_NOTES,
        proxy.id(),
        proxy.name(),
        "",
        "a later release of Sallyport recorded in this proxy who owns which hosts; this release cannot"
            + " read that and leaves it unchanged",
        "run that release again; until then the oldest containers own what is disputed after a"
            + " restart");
  }
}
