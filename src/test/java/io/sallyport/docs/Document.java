package io.sallyport.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A document of the repository, as a code host reads it.
record Document(Path file, String text) {
  private static final Pattern CODE_BLOCK =
      Pattern.compile("(?ms)^ *```[^\\n]*\\n(.*?)^ *```$\\n?");
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)\\s*$");
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern OWN_LINE = Pattern.compile("\\s*(?:[-*|#>]|\\d+\\. |<!--)");
  private static final Pattern NO_TEXT = Pattern.compile("\\s*(?:[|#>]|<!--)");
  private static final Pattern SHOWN =
      Pattern.compile("(?ms)^<!-- (\\S+) -->\\n```[^\\n]*\\n(.*?)^```$");

  /// All that people read: those in the root and in `docs`.
  static List<Document> all() {
    List<Document> all = new ArrayList<>();
    for (Path folder : List.of(Path.of("."), Path.of("docs"), Path.of("docs", "decisions"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .sorted()
            .forEach(file -> all.add(read(file.normalize())));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return all;
  }

  /// Every one of the checkout, those of test folders and of the site too.
  static List<Document> everywhere() {
    List<Document> all = new ArrayList<>();
    for (Path folder :
        List.of(Path.of("docs"), Path.of("src"), Path.of("bench"), Path.of("compose"))) {
      Names.files(folder).stream()
          .filter(file -> file.toString().endsWith(".md"))
          .forEach(file -> all.add(read(file)));
    }
    all().stream().filter(document -> !all.contains(document)).toList().forEach(all::add);
    return all;
  }

  static Document read(Path file) {
    try {
      return new Document(file, Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Where links and images point to.
  List<String> links() {
    return groups(LINK, CODE_SPAN.matcher(prose()).replaceAll(""));
  }

  /// The anchors that a code host gives to headings: letters, digits and hyphens, in lower case;
  /// `-1`, `-2` … for a heading that was there before. And those that are written out, in tables.
  Set<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new LinkedHashSet<>();
    for (String heading : groups(HEADING, prose())) {
      String anchor =
          heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    anchors.addAll(groups(ANCHOR, prose()));
    return anchors;
  }

  /// The text of code spans.
  List<String> spans() {
    return groups(CODE_SPAN, prose());
  }

  /// Lines of code blocks and the text of code spans.
  List<String> code() {
    List<String> code = new ArrayList<>();
    groups(CODE_BLOCK, text).forEach(block -> block.lines().forEach(code::add));
    code.addAll(spans());
    return code;
  }

  /// Code blocks that are the text of a file, which a comment before them names.
  Map<Path, String> shownFiles() {
    Map<Path, String> shown = new HashMap<>();
    Matcher blocks = SHOWN.matcher(text);
    while (blocks.find()) {
      shown.put(Path.of(blocks.group(1)), blocks.group(2));
    }
    return shown;
  }

  /// Lines that continue the paragraph or the list item of the line before.
  List<String> wrapped() {
    List<String> wrapped = new ArrayList<>();
    String before = "";
    for (String line : prose().lines().toList()) {
      boolean continues =
          !OWN_LINE.matcher(line).lookingAt() && !NO_TEXT.matcher(before).lookingAt();
      if (continues && !line.isBlank() && !before.isBlank()) {
        wrapped.add(line);
      }
      before = line;
    }
    return wrapped;
  }

  private String prose() {
    return CODE_BLOCK.matcher(text).replaceAll("\n");
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
