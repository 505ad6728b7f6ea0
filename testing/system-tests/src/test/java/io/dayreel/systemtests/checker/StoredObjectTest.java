package io.dayreel.systemtests.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.testkit.media.SampleFootage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker's parser against the golden segments, which it shares with nobody but the files. */
class StoredObjectTest {
    private static final Path GOLDEN =
            SampleFootage.repositoryRoot().resolve("libs/frame-protocol/src/test/resources/golden/segments");

    private static final List<String> WHOLE = List.of("mixed.drs", "plain.drs");

    static List<Path> segments() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> WHOLE.contains(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("segments")
    void aGoldenSegmentHasTheRootThatItsTrailerNames(Path file) throws IOException {
        StoredObject object = StoredObject.read(file);

        assertThat(object.frames()).isNotEmpty();
        assertThat(object.root()).hasSize(64);
    }

    @Test
    void aChangedByteIsNoticedWhereverItIs() throws IOException {
        byte[] bytes = Files.readAllBytes(segments().get(0));

        for (int at = 0; at < bytes.length - 4; at += 97) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x10;
            assertThatThrownBy(() -> StoredObject.parse(changed))
                    .as("byte %d", at)
                    .isInstanceOf(Exception.class);
        }
    }
}
