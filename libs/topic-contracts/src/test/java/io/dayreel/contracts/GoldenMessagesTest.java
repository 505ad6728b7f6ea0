package io.dayreel.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dayreel.contracts.SampleMessages.Sample;
import io.dayreel.contracts.json.Json;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages and records as each version wrote them, one directory a version; every later build reads them all. A field that
 * was added is written with {@code -Ddayreel.golden.write=true} while its version is not released; then it gets a directory
 * of its own, and what is in the older ones must not change.
 */
class GoldenMessagesTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");
    private static final Path THIS_VERSION = DIRECTORY.resolve("0.1");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, Class<?>> TYPES =
            SampleMessages.all().collect(Collectors.toMap(Sample::schema, Sample::type, (first, second) -> first));

    static List<Path> golden() throws IOException {
        try (Stream<Path> paths = Files.walk(DIRECTORY)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Covers("C10")
    @Test
    void thisVersionWritesItsGoldenMessages() throws IOException {
        Map<Path, String> written = written();
        if (Boolean.getBoolean("dayreel.golden.write")) {
            Files.createDirectories(THIS_VERSION);
            for (Map.Entry<Path, String> each : written.entrySet()) {
                Files.writeString(each.getKey(), each.getValue());
            }
        }

        assertThat(golden().stream().filter(path -> path.startsWith(THIS_VERSION)))
                .containsExactlyElementsOf(new TreeSet<>(written.keySet()));
        for (Map.Entry<Path, String> each : written.entrySet()) {
            assertThat(each.getKey()).hasContent(each.getValue());
        }
    }

    @Covers("C10")
    @Test
    void thereIsAGoldenMessageOfEachKind() {
        Set<Class<?>> kinds = TYPES.values().stream()
                .flatMap(type -> type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.of(type))
                .collect(Collectors.toSet());

        assertThat(SampleMessages.all().<Class<?>>map(sample -> sample.message().getClass()))
                .containsAll(kinds);
    }

    @Covers("C10")
    @ParameterizedTest
    @MethodSource("golden")
    void whatAnyVersionWroteIsReadWithAllThatItSays(Path file) throws IOException {
        String wrote = Files.readString(file);

        String again = Json.write(Json.read(wrote, typeOf(file)));

        assertThatItSays(MAPPER.readTree(again), MAPPER.readTree(wrote), "");
    }

    @Covers("C10")
    @ParameterizedTest
    @MethodSource("golden")
    void whatALaterVersionAddsIsPassedOver(Path file) throws IOException {
        JsonNode later = MAPPER.readTree(Files.readString(file));
        extend(later);

        String again = Json.write(Json.read(later.toString(), typeOf(file)));

        assertThat(again).doesNotContain("ofALaterVersion");
        assertThatItSays(MAPPER.readTree(again), MAPPER.readTree(Files.readString(file)), "");
    }

    private static void extend(JsonNode node) {
        node.forEach(GoldenMessagesTest::extend);
        if (node instanceof ObjectNode object) {
            object.putObject("ofALaterVersion").putArray("of").add(1);
        }
    }

    /** Later versions may say more. */
    private static void assertThatItSays(JsonNode actual, JsonNode expected, String where) {
        if (expected.isObject()) {
            expected.properties().forEach(member -> {
                String path = where + "/" + member.getKey();
                assertThat(actual.has(member.getKey())).as(path).isTrue();
                assertThatItSays(actual.get(member.getKey()), member.getValue(), path);
            });
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThatItSays(actual.get(i), expected.get(i), where + "/" + i);
            }
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    /** By file: schema, kind, and a number where there are several of a kind. */
    private static Map<Path, String> written() throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        for (Sample sample : SampleMessages.all().toList()) {
            String kind = sample.message().getClass().getSimpleName();
            Path file = fileOf(sample.schema(), kind, 1);
            for (int number = 2; files.containsKey(file); number++) {
                file = fileOf(sample.schema(), kind, number);
            }
            JsonNode message = MAPPER.readTree(Json.write(sample.message()));
            files.put(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(message) + "\n");
        }
        return files;
    }

    private static Path fileOf(String schema, String kind, int number) {
        return THIS_VERSION.resolve(schema + "." + kind + (number == 1 ? "" : "-" + number) + ".json");
    }

    private static Class<?> typeOf(Path file) {
        String name = file.getFileName().toString();
        return TYPES.get(name.substring(0, name.indexOf('.')));
    }
}
