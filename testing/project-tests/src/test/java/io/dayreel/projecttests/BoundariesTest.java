package io.dayreel.projecttests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dayreel.projecttests.sources.Repository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, and what nobody may call. Looks at the classes that ship, not at tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundariesTest {
    private static final String[] SERVICES = {
        "io.dayreel.ingest..",
        "io.dayreel.writer..",
        "io.dayreel.indexer..",
        "io.dayreel.streamer..",
        "io.dayreel.sync.."
    };
    private static final String[] LIBRARIES = {
        "io.dayreel.protocol..",
        "io.dayreel.datagrams..",
        "io.dayreel.contracts..",
        "io.dayreel.access..",
        "io.dayreel.store..",
        "io.dayreel.tail..",
        "io.dayreel.media..",
        "io.dayreel.broker..",
        "io.dayreel.runtime..",
        "io.dayreel.queries.."
    };
    private static final String[] FRAMEWORK = {
        "io.quarkus..",
        "io.vertx..",
        "io.smallrye..",
        "jakarta.enterprise..",
        "jakarta.inject..",
        "jakarta.ws.rs..",
        "org.eclipse.microprofile.."
    };

    private final JavaClasses shipped = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.dayreel")
            .that(resideInAPackage("io.dayreel.testkit..")
                    .or(resideInAPackage("io.dayreel.projecttests.."))
                    .negate()
                    .as("shipped classes"));

    /** Without this the rules below would hold for a module that nobody handed to them. */
    @Test
    void everyModuleWithJavaIsLookedAt() {
        Repository repository = Repository.here();

        for (String module : repository.modules()) {
            if (module.startsWith("testing/")) {
                continue;
            }
            repository.files(path -> path.startsWith(module + "/src/main/java/")).stream()
                    .filter(file -> !file.path().endsWith("package-info.java"))
                    .findFirst()
                    .ifPresent(file -> assertThat(shipped.contain(className(file.path())))
                            .as("%s is a test dependency of project-tests", module)
                            .isTrue());
        }
    }

    private static String className(String path) {
        return path.substring(path.indexOf("src/main/java/") + "src/main/java/".length())
                .replace(".java", "")
                .replace('/', '.');
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "writer", "indexer", "streamer", "sync"})
    void aServiceDoesNotSeeTheOthers(String service) {
        String own = "io.dayreel." + service + "..";
        String[] others = java.util.Arrays.stream(SERVICES)
                .filter(each -> !each.equals(own))
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("each starts, scales and dies alone; they talk over topics and HTTP")
                .check(shipped);
    }

    @Test
    void aLibrarySeesNoService() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.dayreel.cli..", "io.dayreel.standalone..")
                .because("a library that knows its users cannot be used by others")
                .check(shipped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.dayreel.protocol..", "io.dayreel.media.."})
    void theFormatsNeedTheJdkOnly(String format) {
        classes()
                .that()
                .resideInAPackage(format)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(format, "java..")
                .because("whoever reads a stored segment in ten years needs these and nothing else")
                .check(shipped);
    }

    @Test
    void theFrameworkStaysAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..wiring..", "..websocket..", "..http..", "..rest..", "..health..")
                .and()
                .doNotHaveFullyQualifiedName("io.dayreel.standalone.Standalone")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORK)
                .because("the rest is plain Java that a test makes with new; Standalone is the main method")
                .check(shipped);
    }

    @Test
    void nobodyKnowsStandalone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.dayreel.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.dayreel.standalone..")
                .because("standalone differs from production by configuration alone")
                .check(shipped);
    }

    @Test
    void onlyStandaloneShipsABroker() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.dayreel.broker..", "io.dayreel.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.dayreel.broker..")
                .because("a service uses the broker whose address it is given")
                .check(shipped);
    }

    @Test
    void nothingThatShipsUsesTheTestKit() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.dayreel.testkit..", "org.junit..", "org.assertj..")
                .because("the kit breaks things on purpose")
                .check(shipped);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.dayreel.(**)")
                .should()
                .beFreeOfCycles()
                .because("of two packages that know each other neither can be read alone")
                .check(shipped);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because("what a class needs is in its constructor, and a test can pass it")
                .check(shipped);
    }

    @Test
    void timeIsInjectedAndNobodySleeps() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .because("a test moves the InstantSource; a wait ends when the awaited happens or its timeout passes")
                .check(shipped);
    }

    @Test
    void everyQueueAndPoolIsBounded() {
        noClasses()
                .should()
                .callConstructor(LinkedBlockingQueue.class)
                .orShould()
                .callConstructor(LinkedBlockingDeque.class)
                .orShould()
                .callConstructor(LinkedTransferQueue.class)
                .orShould()
                .callConstructor(ConcurrentLinkedQueue.class)
                .orShould()
                .callConstructor(ConcurrentLinkedDeque.class)
                .orShould()
                .callMethod(Executors.class, "newCachedThreadPool")
                .orShould()
                .callMethod(Executors.class, "newCachedThreadPool", ThreadFactory.class)
                .because("every bound ends in the device's spool, and memory has none (I6)")
                .check(shipped);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .that()
                .areTopLevelClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Data")
                .orShould()
                .haveSimpleNameEndingWith("Info")
                .orShould()
                .haveSimpleNameEndingWith("Common")
                .orShould()
                .haveSimpleNameEndingWith("Processor")
                .because("a class whose name is hard to find has two jobs; words come from the glossary")
                .check(shipped);
    }
}
