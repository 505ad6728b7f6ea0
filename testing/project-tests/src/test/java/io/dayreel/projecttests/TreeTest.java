package io.dayreel.projecttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tree builds anywhere, from public registries, with the parts that were decided on. */
class TreeTest {
    private static final Pattern MACHINE_PATH = Pattern.compile("(?<![\\w.$}/-])/(?:work|tmp|root|home/\\w+)/[\\w.-]+");
    private static final Pattern RESOLVED =
            Pattern.compile("\"resolved\": \"(?!https://registry\\.npmjs\\.org/)([^\"]+)\"");
    private static final Pattern REGISTRY = Pattern.compile("(?m)^(?:@[^:]+:)?registry\\s*=");
    private static final Pattern TEST_KIT =
            Pattern.compile("<artifactId>test-kit</artifactId>\\s*(?:<scope>(\\w+)</scope>)?");
    private static final Set<String> UNWANTED = Set.of(
            "quarkus-messaging-kafka",
            "lombok",
            "mapstruct",
            "mockito-core",
            "quarkus-junit5-mockito",
            "quarkus-hibernate-orm");

    private final Repository repository = Repository.here();

    @Test
    void nothingNamesAMachinesOwnFolders() {
        List<String> found = new ArrayList<>();
        for (SourceFile file : repository.files()) {
            MACHINE_PATH.matcher(file.text()).results().forEach(path -> found.add(file.path() + ": " + path.group()));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void everythingComesFromPublicRegistries() {
        String lock = repository.read("player-web/package-lock.json");

        assertThat(RESOLVED.matcher(lock).results().map(found -> found.group(1)))
                .isEmpty();
        assertThat(repository.files(path -> path.endsWith(".npmrc")))
                .noneMatch(file -> REGISTRY.matcher(file.text()).find());
        assertThat(poms()).noneMatch(pom -> pom.text().contains("<repository>"));
        assertThat(repository.read(".mvn/wrapper/maven-wrapper.properties"))
                .contains("distributionUrl=https://repo.maven.apache.org/maven2/");
    }

    @Test
    void theTestKitIsInTestScope() {
        List<String> found = new ArrayList<>();
        for (SourceFile pom : poms()) {
            boolean ships = !pom.path().startsWith("testing/") && !pom.path().equals("pom.xml");
            TEST_KIT.matcher(pom.text())
                    .results()
                    .filter(kit -> ships && !"test".equals(kit.group(1)))
                    .forEach(kit -> found.add(pom.path()));
        }

        assertThat(found).isEmpty();
    }

    /** Several of them on one class path merge in an order that nobody chose; defaults are in the mappings. */
    @Test
    void onlyStandaloneHasApplicationProperties() {
        assertThat(repository.files(path -> path.endsWith("src/main/resources/application.properties")))
                .extracting(SourceFile::path)
                .containsExactly("standalone/src/main/resources/application.properties");
    }

    @Test
    void noModuleBringsWhatWasDecidedAgainst() {
        assertThat(poms()).allSatisfy(pom -> assertThat(UNWANTED).as(pom.path()).noneMatch(name -> pom.text()
                .contains("<artifactId>" + name + "</artifactId>")));
    }

    private List<SourceFile> poms() {
        return repository.files(path -> path.equals("pom.xml") || path.endsWith("/pom.xml"));
    }
}
