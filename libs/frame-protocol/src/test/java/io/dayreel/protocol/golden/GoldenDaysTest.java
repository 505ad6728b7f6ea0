package io.dayreel.protocol.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.json.JsonObject;
import io.dayreel.protocol.manifest.DayFiles;
import io.dayreel.protocol.manifest.DayReport;
import io.dayreel.protocol.manifest.DayVerification;
import io.dayreel.protocol.manifest.ExcerptProof;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.MemorySource;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sealed days as each version wrote them, one directory a version. Evidence has to stay evidence: every later build has to
 * find them sealed and intact, and to see that a byte was changed.
 */
class GoldenDaysTest {
    private static final int MAX_MEANING = 1 << 20;

    static List<Path> versions() throws IOException {
        try (Stream<Path> paths = Files.list(Path.of("src/test/resources/golden/days"))) {
            return paths.sorted().toList();
        }
    }

    @Covers("C10")
    @ParameterizedTest
    @MethodSource("versions")
    void aDayOfAnyVersionIsFoundSealedAndIntact(Path version) throws IOException {
        JsonObject meaning = meaning(version);

        DayReport report = DayVerification.of(new Day(version), List.of(key(meaning)), Optional.empty());

        assertThat(report.findings()).isEmpty();
        assertThat(report.state()).isEqualTo(DayReport.State.SEALED);
        assertThat(report.segments()).isEqualTo(meaning.integer("segments"));
        assertThat(report.frames()).isEqualTo(meaning.integer("frames"));
        DayReport.Seal seal = report.seal().orElseThrow();
        assertThat(seal.number()).isEqualTo((int) meaning.integer("newest"));
        assertThat(seal.hash().hex()).isEqualTo(meaning.string("newestHash"));
    }

    @Covers("C10")
    @ParameterizedTest
    @MethodSource("versions")
    void aChangedByteOfAnyFileIsNoticed(Path version) throws IOException {
        PublicKey key = key(meaning(version));
        Day whole = new Day(version);

        for (String name : whole.sizes().keySet()) {
            Day changed = new Day(version);
            byte[] bytes = changed.files.get(name);
            bytes[bytes.length / 2] ^= 1;

            assertThat(DayVerification.of(changed, List.of(key), Optional.empty())
                            .state())
                    .as(name)
                    .isEqualTo(DayReport.State.ALTERED);
        }
    }

    @Covers("C10")
    @ParameterizedTest
    @MethodSource("versions")
    void aProofOfAnyVersionProvesItsFrames(Path version) throws IOException {
        List<PublicKey> keys = List.of(key(meaning(version)));
        ExcerptProof proof = ExcerptProof.read(Files.readAllBytes(version.resolve("excerpt.frames.proof")));
        byte[] frames = Files.readAllBytes(version.resolve("excerpt.frames"));

        assertThat(proof.objection(new MemorySource(frames), "excerpt", keys)).isEmpty();

        frames[frames.length - 1] ^= 1;
        assertThat(proof.objection(new MemorySource(frames), "excerpt", keys)).isPresent();
    }

    private static JsonObject meaning(Path version) throws IOException {
        return Json.readObject(ByteBuffer.wrap(Files.readAllBytes(version.resolve("meaning.json"))), MAX_MEANING);
    }

    private static PublicKey key(JsonObject meaning) {
        return GoldenDays.publicKey(meaning.string("publicKey"));
    }

    /** The files of a day, in memory so that they can be changed. */
    private static final class Day implements DayFiles {
        final TreeMap<String, byte[]> files = new TreeMap<>();

        Day(Path version) throws IOException {
            try (Stream<Path> paths = Files.list(version.resolve("day"))) {
                for (Path path : paths.toList()) {
                    files.put(path.getFileName().toString(), Files.readAllBytes(path));
                }
            }
        }

        @Override
        public SortedMap<String, Long> sizes() {
            SortedMap<String, Long> sizes = new TreeMap<>();
            files.forEach((name, bytes) -> sizes.put(name, (long) bytes.length));
            return sizes;
        }

        @Override
        public ByteSource open(String name) {
            return new MemorySource(files.get(name));
        }
    }
}
