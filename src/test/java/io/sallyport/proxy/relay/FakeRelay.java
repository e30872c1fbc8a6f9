package io.sallyport.proxy.relay;

import io.sallyport.proxy.ActivationCode;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.FakeEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/// A relay in a container of a [FakeEngine]: what it runs is in its memory, and changes by a
/// command or by a reload. It refuses the members of one address.
final class FakeRelay {
  static final String REFUSED = "10.9.9.9:80";

  /// What it did, one word for each activation that changed something.
  final List<String> done = new CopyOnWriteArrayList<>();

  private final FakeEngine engine;
  private volatile List<String> members = List.of();

  FakeRelay(FakeEngine engine) {
    this.engine = engine;
    engine.onExec(this::run);
  }

  /// What it runs: `<site> <address>`.
  List<String> members() {
    return members;
  }

  /// It starts anew, and reads its file.
  void restart(String id) {
    members = read(engine.files(id).getOrDefault("/etc/relay.conf", ""));
  }

  private ExecResult run(Container container, List<String> command) {
    return switch (command.getFirst()) {
      case RelayDriver.ASK -> new ExecResult(0, "relay 2");
      case RelayDriver.ACTIVATE -> activate(container.id(), command);
      default -> new ExecResult(1, "");
    };
  }

  private ExecResult activate(String id, List<String> command) {
    String live = command.get(1);
    String staged = command.get(2);
    String loaded = command.get(3);
    String version = command.get(4);
    String basis = command.get(5);
    boolean testOnly = !command.get(6).isEmpty();
    Map<String, String> files = engine.files(id);
    String found = files.getOrDefault(loaded, "");
    String text = files.getOrDefault(staged, "");
    if (!testOnly && found.equals(version)) {
      return end(id, staged, ActivationCode.UNCHANGED, "");
    }
    if (!basis.isEmpty() && !basis.equals(found)) {
      return end(id, staged, ActivationCode.PLAN_OUTDATED, "");
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(REFUSED)) {
        return end(
            id,
            staged,
            ActivationCode.REFUSED,
            "relay: line " + (i + 1) + ": bad member <" + REFUSED + ">");
      }
    }
    if (testOnly) {
      return end(id, staged, ActivationCode.TESTED, "");
    }
    engine.move(id, staged, live);
    engine.write(id, loaded, version);
    String plan = command.get(7);
    done.add(plan);
    switch (plan) {
      case "runtime" -> command.subList(8, command.size()).forEach(this::change);
      case "reload" -> members = read(text);
      default -> {}
    }
    return new ExecResult(ActivationCode.APPLIED.exitCode(), "- - " + found + "\n");
  }

  private ExecResult end(String id, String staged, ActivationCode code, String said) {
    engine.delete(id, staged);
    return new ExecResult(code.exitCode(), said);
  }

  private void change(String command) {
    List<String> now = new ArrayList<>(members);
    String member = command.substring(command.indexOf(' ') + 1);
    if (command.startsWith("add ")) {
      now.add(member);
    } else {
      now.remove(member);
    }
    members = List.copyOf(new TreeSet<>(now));
  }

  private static List<String> read(String text) {
    TreeSet<String> members = new TreeSet<>();
    String site = "";
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("site ")) {
        site = line.substring("site ".length());
      } else if (line.startsWith("member ")) {
        members.add(site + " " + line.substring("member ".length()));
      }
    }
    return List.copyOf(members);
  }
}
