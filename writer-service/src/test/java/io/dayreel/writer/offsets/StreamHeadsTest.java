package io.dayreel.writer.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.stream.StreamId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamHeadsTest {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-03-01");
    private static final MerkleHash FIRST = hash(1);
    private static final MerkleHash SECOND = hash(2);

    private final StreamHeads heads = new StreamHeads();

    private static MerkleHash hash(int number) {
        return MerkleTree.leafHash(ByteBuffer.wrap(new byte[] {(byte) number}));
    }

    @Test
    void eachSegmentIsNamedOnce() {
        heads.closed(STREAM, FIRST, heads.toFollow(STREAM), 0);
        assertThat(heads.toFollow(STREAM)).containsExactly(FIRST);

        heads.closed(STREAM, SECOND, List.of(FIRST), 0);

        assertThat(heads.toFollow(STREAM)).containsExactly(SECOND);
        assertThat(heads.toFollow(StreamId.parse("demo/other/2026-03-01"))).isEmpty();
    }

    @Test
    void aReplayReadsFromTheOldestAnnouncementThatNoAnnouncedSegmentFollows() {
        heads.announced(STREAM, FIRST, List.of(), 70, 0);
        heads.closed(STREAM, SECOND, List.of(FIRST), 0);
        assertThat(heads.oldestAnnouncement()).hasValue(70);

        heads.announced(STREAM, SECOND, List.of(FIRST), 90, 0);

        assertThat(heads.oldestAnnouncement()).hasValue(90);
        assertThat(heads.toFollow(STREAM)).containsExactly(SECOND);
    }

    @Test
    void whatAReplayReadsIsWhatTheWriterBeforeKnew() {
        heads.closed(STREAM, FIRST, List.of(), 0);
        heads.announced(STREAM, FIRST, List.of(), 70, 0);
        StreamHeads elsewhere = new StreamHeads();
        elsewhere.announced(STREAM, FIRST, List.of(), 70, 0);

        assertThat(elsewhere.toFollow(STREAM)).isEqualTo(heads.toFollow(STREAM));
    }

    @Test
    void aStreamIsForgottenAnHourAfterItsLastAnnouncementUnlessASegmentWaits() {
        long later = Duration.ofMinutes(61).toMillis();
        heads.announced(STREAM, FIRST, List.of(), 70, 0);
        heads.closed(STREAM, SECOND, List.of(FIRST), 0);
        heads.forgetIdle(later);
        assertThat(heads.toFollow(STREAM)).containsExactly(SECOND);

        heads.announced(STREAM, SECOND, List.of(FIRST), 90, 0);
        heads.forgetIdle(later);

        assertThat(heads.toFollow(STREAM)).isEmpty();
        assertThat(heads.oldestAnnouncement()).isEmpty();
    }

    @Test
    void noMoreStreamsAreKeptThanTheBound() {
        for (int i = 0; i < 10_100; i++) {
            heads.announced(StreamId.parse("demo/cam-" + i + "/2026-03-01"), FIRST, List.of(), i, 0);
        }

        assertThat(heads.oldestAnnouncement()).hasValue(100);
    }
}
