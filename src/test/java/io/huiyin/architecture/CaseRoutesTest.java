package io.huiyin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.huiyin.complaint.CaseMessage;
import io.huiyin.identity.CaseAction;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** No route forgets who may see a case, who works it, and to say who looked: one place decides, and every route asks there. [000] */
class CaseRoutesTest {

  /** Where a case is asked for as far as the caller may see it, or keeps its archive. */
  private static final Set<String> ASKING = Set.of("Caller.complaint", "Caller.complaintOf", "Caller.cover", "Caller.kept",
      "VisibleCases.get", "VisibleCases.kept");

  /** Where a case is asked for that the caller is to change. */
  private static final Set<String> WORKING = Set.of("Caller.work", "Caller.workOn", "VisibleCases.work");

  /** They are for people who may not see the case, and say nothing of it but that it is filed, or highly sensitive. */
  private static final Set<String> WITHOUT = Set.of("LoanController.access", "LoanController.request",
      "LoanController.name", "LoanController.remove", "LoanResource.request");

  /** They change a case by the role alone: who keeps the archives checks, holds and decides on them, marks and moves them. */
  private static final Set<String> KEEPING = Set.of("RetentionController.place", "RetentionController.lift",
      "ArchiveCheckController.check", "ArchiveCheckController.decide", "ArchiveCheckResource.run",
      "ArchiveCheckResource.decide", "ConfidentialityController.mark", "ConfidentialityController.lift",
      "PaperController.move", "SensitivityResource.mark");

  /** Routes without a case in the address that ask for no case: why, and which. */
  private static final Map<String, Set<String>> NOT_ASKING = Map.of(
      "for keepers and auditors, where a sensitive case stands by number alone", Set.of("AccessLogController.export",
          "AccessLogController.find", "AccessLogResource.find", "ArchiveCheckController.followUps",
          "ArchiveCheckResource.followUps", "DailyRootResource.list", "DailyRootResource.verify",
          "DisposalController.appraise", "DisposalController.items", "DisposalController.lists", "DisposalController.mark",
          "DisposalController.print", "ProofController.file", "ProofController.roots", "ProofController.verifyAll"),
      "the register for keepers, and the caller's own loans", Set.of("LoanController.extend",
          "LoanController.giveBack", "LoanController.loans", "LoanController.print", "LoanController.revoke",
          "LoanController.withdraw", "LoanResource.extend", "LoanResource.giveBack", "LoanResource.mine",
          "LoanResource.revoke", "LoanResource.withdraw"),
      "figures without a case", Set.of("MonthlyReportController.figures", "MonthlyReportController.print",
          "MonthlyReportResource.figures", "MonthlyReportResource.page",
          "MonthlyReportResource.workbook", "MonthlyReportResource.print"),
      "people, lists to choose from, the caller", Set.of("ArchiveDeskController.me", "ArchiveSearchController.choices",
          "DeskController.endStandIn", "DeskController.standIn", "DeskController.standIns", "PanelController.options",
          "PanelController.people", "PanelController.units"),
      "a case that begins", Set.of("ComplaintResource.register"),
      "the machine, its accounts and the demo", Set.of("AccessTokenResource.issue", "AccessTokenResource.list",
          "AccessTokenResource.revoke", "DemoClockResource.move", "DemoClockResource.now", "DemoOutboxResource.mails",
          "ErrorPage.error"));

  private static final List<JavaMethod> ROUTES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.huiyin").stream()
      .filter(type -> type.isAnnotatedWith(RestController.class)).flatMap(type -> routes(type).stream()).toList();

  @Test
  void everyRouteAboutACaseAsksWhoMaySeeIt() {
    var routes = aboutACase(ROUTES);
    assertThat(routes).hasSizeGreaterThan(30);
    assertThat(without(routes, ASKING)).containsExactlyInAnyOrderElementsOf(WITHOUT);
  }

  @Test
  void everyRouteThatChangesACaseAsksWhoseWorkItIs() {
    var routes = aboutACase(ROUTES).stream().filter(CaseRoutesTest::changes).toList();
    assertThat(routes).hasSizeGreaterThan(20);
    var exempt = new TreeSet<>(KEEPING);
    WITHOUT.stream().filter(name -> !name.equals("LoanController.access")).forEach(exempt::add);
    assertThat(without(routes, WORKING)).containsExactlyInAnyOrderElementsOf(exempt);
  }

  @Test
  void everyRouteThatReadsACaseLeavesALine() {
    var routes = aboutACase(ROUTES).stream().filter(route -> !changes(route)).toList();
    assertThat(routes).hasSizeGreaterThan(20);
    assertThat(without(routes, Set.of("AccessLog.record"))).isEmpty();
  }

  /** Cases come in bodies and lists, too. */
  @Test
  void everyOtherRouteShowsWhatTheCallerMaySeeOrIsForARole() {
    var routes = new ArrayList<>(ROUTES);
    routes.removeAll(aboutACase(routes));
    assertThat(routes).hasSizeGreaterThan(30);
    assertThat(without(routes, Set.of("CaseAccess.visibility", "CaseAccess.maySee", "Caller.complaint")))
        .containsExactlyInAnyOrderElementsOf(NOT_ASKING.values().stream().flatMap(Set::stream).toList());
  }

  @Test
  void aRouteThatForgetsIsFound() {
    var forgetful = routes(new ClassFileImporter().importClasses(Forgetful.class).get(Forgetful.class));
    assertThat(aboutACase(forgetful)).hasSize(2);
    assertThat(without(aboutACase(forgetful), ASKING)).hasSize(2);
    assertThat(without(forgetful.stream().filter(CaseRoutesTest::changes).toList(), WORKING)).containsExactly("Forgetful.change");
    assertThat(without(forgetful, Set.of("AccessLog.record", "CaseAccess.visibility"))).hasSize(3);
  }

  @Test
  void everyMessageToACaseIsSomebodysWork() {
    assertThat(CaseMessage.values()).extracting(CaseMessage::name)
        .isSubsetOf(Stream.of(CaseAction.values()).map(CaseAction::name).toList());
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

    @PostMapping("/cases/{number}/change")
    String change(@PathVariable String number) {
      return number;
    }

    @GetMapping("/cases")
    String all() {
      return "";
    }
  }

  private static List<JavaMethod> routes(JavaClass controller) {
    return controller.getMethods().stream().filter(method -> mapping(method.reflect()) != null).toList();
  }

  /** Those whose address names a case, or a task, which belongs to one. */
  private static List<JavaMethod> aboutACase(List<JavaMethod> routes) {
    return routes.stream().filter(route -> Stream.of(mapping(route.getOwner().reflect()), mapping(route.reflect()))
        .filter(Objects::nonNull).map(mapping -> String.join("", mapping.path()))
        .anyMatch(path -> path.contains("{number}") || path.contains("{taskId}"))).toList();
  }

  private static boolean changes(JavaMethod route) {
    return !List.of(mapping(route.reflect()).method()).contains(RequestMethod.GET);
  }

  private static RequestMapping mapping(AnnotatedElement element) {
    return AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class);
  }

  /** Those from which no call leads to one of these methods. */
  private static Set<String> without(List<JavaMethod> routes, Set<String> asked) {
    var without = new TreeSet<String>();
    routes.stream().filter(route -> !leads(route, asked, new HashSet<>())).forEach(route -> without.add(name(route)));
    return without;
  }

  /** The method itself, or what of ours it calls or refers to. That an attempt was refused is no record of a look. */
  private static boolean leads(JavaCodeUnit method, Set<String> asked, Set<JavaCodeUnit> seen) {
    return seen.add(method) && Stream.of(method.getCallsFromSelf(), method.getMethodReferencesFromSelf())
        .flatMap(Set::stream).anyMatch(call -> {
          var called = call.getTargetOwner().getSimpleName() + "." + call.getName();
          return asked.contains(called) || !called.equals("AccessLog.refused") && call.getTarget().resolveMember()
              .filter(target -> leads((JavaCodeUnit) target, asked, seen)).isPresent();
        });
  }

  private static String name(JavaMethod method) {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }
}
