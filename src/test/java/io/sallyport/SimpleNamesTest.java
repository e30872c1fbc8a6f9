package io.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A simple name means one thing in the whole code base: of classes, and of the public types within
/// them.
class SimpleNamesTest {
  /// They say nothing without the type that they belong to: `Metric.Kind`, `StoreAddress.Kind`.
  private static final Set<String> NEED_THEIR_OUTER_TYPE = Set.of("Builder", "Kind");

  @Test
  void eachMeansOneThing() {
    SortedMap<String, List<String>> meanings =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.sallyport")
                .stream()
                .filter(SimpleNamesTest::isSeenElsewhere)
                .collect(
                    Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));
    meanings.keySet().removeAll(NEED_THEIR_OUTER_TYPE);

    assertThat(meanings.entrySet()).filteredOn(each -> each.getValue().size() > 1).isEmpty();
  }

  private static boolean isSeenElsewhere(JavaClass type) {
    return !type.getSimpleName().equals("package-info")
        && (type.isTopLevelClass() || (type.isMemberClass() && isPublic(type)));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(SimpleNamesTest::isPublic).orElse(true);
  }
}
