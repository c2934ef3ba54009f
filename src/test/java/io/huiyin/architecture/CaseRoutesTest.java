package io.huiyin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** No route forgets who may see a case: one place decides, and every address with a case in it asks there. [000] */
class CaseRoutesTest {

  /** Where a case is asked for as far as the caller may see it, or keeps its archive. */
  private static final Set<String> ASKING = Set.of("Caller.complaint", "Caller.complaintOf", "Caller.cover", "Caller.kept",
      "VisibleCases.get", "VisibleCases.kept");

  /** They are for people who may not see the case, and say nothing of it but that it is filed, or highly sensitive. */
  private static final Set<String> WITHOUT = Set.of("LoanController.access", "LoanController.request",
      "LoanController.name", "LoanController.remove", "LoanResource.request");

  @Test
  void everyRouteAboutACaseAsksWhoMaySeeIt() {
    var routes = routes();
    assertThat(routes).hasSizeGreaterThan(30);
    var forgetting = new TreeSet<String>();
    routes.stream().filter(route -> !asks(route, new HashSet<>())).forEach(route -> forgetting.add(name(route)));
    assertThat(forgetting).containsExactlyInAnyOrderElementsOf(WITHOUT);
  }

  @Test
  void aRouteThatForgetsIsFound() {
    var forgetful = new ClassFileImporter().importClasses(Forgetful.class).get(Forgetful.class);
    assertThat(routes(forgetful)).hasSize(1).noneMatch(route -> asks(route, new HashSet<>()));
  }

  @Test
  void onlyIdentityReadsTheGrants() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      var readers = new ArrayList<String>();
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (Files.readString(file).contains("case_grant")) {
          readers.add(file.getParent().getFileName().toString());
        }
      }
      assertThat(readers).isNotEmpty().containsOnly("identity");
    }
  }

  @RestController
  static class Forgetful {

    @GetMapping("/cases/{number}/everything")
    String everything(@PathVariable String number) {
      return number;
    }
  }

  private static List<JavaMethod> routes() {
    return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.huiyin").stream().filter(type -> type.isAnnotatedWith(RestController.class))
        .flatMap(type -> routes(type).stream()).toList();
  }

  /** The methods of a controller whose address names a case, or a task, which belongs to one. */
  private static List<JavaMethod> routes(JavaClass controller) {
    return controller.getMethods().stream().filter(method -> {
      var reflected = method.reflect();
      var mapping = AnnotatedElementUtils.findMergedAnnotation(reflected, RequestMapping.class);
      return mapping != null && Stream.of(prefix(controller.reflect()), String.join("", mapping.path()))
          .anyMatch(path -> path.contains("{number}") || path.contains("{taskId}"));
    }).toList();
  }

  private static String prefix(Class<?> controller) {
    Annotation mapping = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
    return mapping == null ? "" : String.join("", ((RequestMapping) mapping).path());
  }

  /** The method itself, or one of its class that it calls. */
  private static boolean asks(JavaMethod method, Set<JavaMethod> seen) {
    return seen.add(method) && method.getMethodCallsFromSelf().stream().anyMatch(call ->
        ASKING.contains(call.getTargetOwner().getSimpleName() + "." + call.getName())
            || call.getTargetOwner().equals(method.getOwner())
                && call.getTarget().resolveMember().filter(target -> asks(target, seen)).isPresent());
  }

  private static String name(JavaMethod method) {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }
}
