package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Documents hang together, and show what there is.
class DocumentsTest {
  private static final Path DOCS = Path.of("docs");
  private static final Path RECIPES = Path.of("templates", "recipes");

  static List<Document> documents() {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("io.sallyport.docs.Document#everywhere")
  void everyLinkLeadsSomewhere(Document document) {
    List<String> broken = new ArrayList<>();
    for (String link : document.links()) {
      if (!link.matches("[a-z]+:.*") && !leadsSomewhere(document, link)) {
        broken.add(link);
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Document from, String link) {
    String path = link.replaceFirst("#.*", "");
    Path target = path.isEmpty() ? from.file() : from.file().resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    int hash = link.indexOf('#');
    return hash < 0 || Document.read(target).anchors().contains(link.substring(hash + 1));
  }

  /// A line is a sentence or a paragraph, so that a changed word is a changed line.
  @ParameterizedTest
  @MethodSource("documents")
  void noParagraphIsWrapped(Document document) {
    assertThat(document.wrapped()).isEmpty();
  }

  @Test
  void findsWrappedLines() {
    Document document =
        new Document(
            DOCS.resolve("x.md"),
            """
            # A title
            A paragraph
            that is wrapped.
            - an item
              that is, too
            - another one
            | a | table |
            |---|---|
            ```
            code
            that is not
            ```
            Another paragraph.
            """);
    assertThat(document.wrapped()).containsExactly("that is wrapped.", "  that is, too");
  }

  @Test
  void findsWhatIsBroken() {
    Document document =
        new Document(
            DOCS.resolve("x.md"),
            """
            # A title
            ## `Code`, and more?
            [a](#a-title) [b](#code-and-more) [c](#nowhere) [d](nothing.md) `[e](code.md)`
            [f](../README.md#more) ![g](images/nothing.svg) <a id="row"></a>
            ```
            # no heading [h](code.md)
            ```
            """);
    assertThat(document.anchors()).containsExactly("a-title", "code-and-more", "row");
    assertThat(document.links())
        .filteredOn(link -> !link.startsWith("#") && !leadsSomewhere(document, link))
        .containsExactly("nothing.md", "images/nothing.svg");
    assertThat(document.anchors()).doesNotContain("nowhere");
  }

  /// Nobody looks for a document that nothing leads to.
  @Test
  void theIndexNamesEveryDocument() {
    Set<Path> named =
        Document.read(DOCS.resolve("README.md")).links().stream()
            .map(link -> DOCS.resolve(link).normalize())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documents())
        .extracting(Document::file)
        .filteredOn(file -> !file.equals(DOCS.resolve("README.md")))
        .filteredOn(file -> !file.equals(Path.of("README.md")))
        .allSatisfy(file -> assertThat(named).contains(file));
  }

  @Test
  void filesAreShownAsTheyAre() throws IOException {
    int shown = 0;
    for (Document document : documents()) {
      for (Map.Entry<Path, String> file : document.shownFiles().entrySet()) {
        assertThat(file.getValue())
            .as("%s in %s", file.getKey(), document)
            .isEqualTo(Files.readString(file.getKey()));
        shown++;
      }
    }
    assertThat(shown).isGreaterThan(1);
  }

  @Test
  void everyRecipeIsShown() throws IOException {
    Set<Path> shown = Document.read(DOCS.resolve("recipes.md")).shownFiles().keySet();
    try (Stream<Path> recipes = Files.list(RECIPES)) {
      assertThat(shown).containsExactlyInAnyOrderElementsOf(recipes.toList());
    }
  }

  /// Legible whatever a page's own colours are, with nothing from elsewhere and nothing that runs.
  @Test
  void picturesStandAlone() throws Exception {
    try (Stream<Path> pictures = Files.list(DOCS.resolve("images"))) {
      for (Path picture : pictures.filter(file -> file.toString().endsWith(".svg")).toList()) {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(Files.readString(picture))
            .contains("prefers-color-scheme: dark", "<title", "<desc", "class=\"panel\"")
            .doesNotContain("<script", "href=", "@import");
      }
    }
  }
}
