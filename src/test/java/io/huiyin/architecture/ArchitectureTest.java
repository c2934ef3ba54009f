package io.huiyin.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.huiyin.HuiyinApplication;
import io.huiyin.architecture.fixture.EngineUser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violations;

/** The walls of the house, and the proof that each of them holds something back. */
class ArchitectureTest {

  private static final ArchRule ONLY_FLOW_TOUCHES_THE_ENGINE = noClasses()
      .that().resideOutsideOfPackage("io.huiyin.flow..")
      .should().dependOnClassesThat().resideInAPackage("org.camunda..");

  /** What is passing may be evidence in clear: it lies where a clean-up and a destruction look for it. */
  private static final ArchRule NOTHING_LIES_ABOUT_IN_THE_MACHINES_TEMPORARY_DIRECTORY = noClasses()
      .should().callMethod(Files.class, "createTempFile", String.class, String.class, FileAttribute[].class)
      .orShould().callMethod(File.class, "createTempFile", String.class, String.class);

  @Test
  void modulesUseOnlyWhatTheyDeclareAndNoInternals() {
    ApplicationModules.of(HuiyinApplication.class).verify();
  }

  @Test
  void onlyFlowTouchesTheEngine() {
    ONLY_FLOW_TOUCHES_THE_ENGINE.check(main());
  }

  @Test
  void theEngineInAnotherModuleIsFound() {
    assertThatThrownBy(() -> ONLY_FLOW_TOUCHES_THE_ENGINE.check(new ClassFileImporter().importClasses(EngineUser.class)))
        .isInstanceOf(AssertionError.class).hasMessageContaining("EngineUser").hasMessageContaining("RuntimeService");
  }

  @Test
  void passingFilesHaveAPlaceOfOurOwn() {
    NOTHING_LIES_ABOUT_IN_THE_MACHINES_TEMPORARY_DIRECTORY.check(main());
  }

  @Test
  void aPassingFileWithoutAPlaceIsFound() {
    assertThatThrownBy(() -> NOTHING_LIES_ABOUT_IN_THE_MACHINES_TEMPORARY_DIRECTORY.check(
        new ClassFileImporter().importClasses(LiesAbout.class))).isInstanceOf(AssertionError.class)
        .hasMessageContaining("LiesAbout");
  }

  private static final class LiesAbout {

    static Path copy() throws IOException {
      return Files.createTempFile("evidence", null);
    }
  }

  @Test
  void reachingIntoAnotherModulesInternalsIsFound() {
    var fixture = ApplicationModules.of(EngineUser.class.getPackageName(), location -> true);
    assertThatThrownBy(fixture::verify).isInstanceOf(Violations.class)
        .hasMessageContaining("Module 'sales' depends on non-exposed type").hasMessageContaining("internal.Shelf");
  }

  @Test
  void theRulesLookAtTheWholeApplication() {
    assertThat(main()).hasSizeGreaterThan(150);
    assertThat(ApplicationModules.of(HuiyinApplication.class).stream().map(module -> module.getIdentifier().toString()))
        .contains("archive", "complaint", "database", "flow", "identity", "notification", "privacy", "sla", "web");
  }

  private static JavaClasses main() {
    return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.huiyin");
  }
}
