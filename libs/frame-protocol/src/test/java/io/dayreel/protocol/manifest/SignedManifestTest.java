package io.dayreel.protocol.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedManifestTest {
    @TempDir
    Path directory;

    @Test
    void whatIsReadIsWhatWasWrittenToTheByte() throws IOException {
        SampleDay day = new SampleDay(directory);
        day.addSegment(7, 60);
        byte[] file = day.files.get(day.seal());

        SignedManifest read = SignedManifest.read(file);

        assertThat(read.isSignedBy(SampleDay.KEY.getPublic())).isTrue();
        assertThat(read.isSignedBy(SampleDay.newKey().getPublic())).isFalse();
        assertThat(SignedManifest.sign(read.manifest(), SampleDay.KEY.getPrivate())
                        .bytes())
                .isEqualTo(file);
        assertThat(read.manifest().runs().get(0).holes().get(0).reason()).isEqualTo("spool \"full\" – ü");
        assertThat(new String(file, StandardCharsets.UTF_8))
                .startsWith(
                        "{\"manifest\":{\"format\":1,\"tenant\":\"acme\",\"device\":\"cam-1\",\"day\":\"2026-03-14\"")
                .endsWith("\"}\n");
    }

    @Test
    void whatIsNoManifestIsRefusedWithTheReason() throws IOException {
        SampleDay day = new SampleDay(directory);
        day.addSegment(7, 60);
        byte[] file = day.files.get(day.seal());

        for (int length = 0; length < file.length; length += 17) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> SignedManifest.read(cut)).isInstanceOf(ManifestFormatException.class);
        }
    }
}
