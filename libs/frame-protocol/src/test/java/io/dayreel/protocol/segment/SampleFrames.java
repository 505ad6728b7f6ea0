package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Frames like a camera's, the same for the same seed. */
public final class SampleFrames {
    static final Day DAY = Day.parse("2026-03-14");
    static final StreamId STREAM = new StreamId("acme", "cam-1", DAY);
    public static final SegmentHeader HEADER = new SegmentHeader(STREAM, Instant.parse("2026-03-14T10:00:00Z"), "test");
    static final long START_MICROS = DAY.startMicros() + 36_000_000_000L;
    static final int FRAMES_PER_SECOND = 30;

    private static final int GOP = 30;
    private final FrameEncoder encoder = new FrameEncoder();
    private final Random random;

    public SampleFrames(long seed) {
        random = new Random(seed);
    }

    public byte[] configuration(int run, long counter, int number) {
        FrameHeader header = FrameHeader.of(FrameType.CONFIGURATION, Codec.H264)
                .at(DAY.number(), run, counter)
                .withConfiguration(number)
                .withFlags(FrameFlags.SYNC)
                .timed(time(counter), 0, 0);
        byte[] body = new ConfigurationBody("{\"codec\":\"avc1.64001f\"}", new byte[] {1, 100, 0, 31}).encode();
        return encoder.encode(header, body);
    }

    public byte[] video(int run, long counter) {
        return video(run, counter, 0);
    }

    /** A picture that needs a configuration. */
    public byte[] video(int run, long counter, int configuration) {
        boolean key = counter % GOP == 1;
        FrameHeader header = FrameHeader.of(FrameType.VIDEO, Codec.H264)
                .at(DAY.number(), run, counter)
                .withConfiguration(configuration)
                .withFlags(key ? FrameFlags.SYNC : 0)
                .timed(time(counter), 0, 33_333);
        byte[] body = new byte[key ? 900 : 20 + random.nextInt(200)];
        random.nextBytes(body);
        return encoder.encode(header, body);
    }

    public byte[] other(FrameType type, int track, int run, long counter, String json) {
        FrameHeader header = FrameHeader.of(type, Codec.JSON)
                .at(DAY.number(), run, counter)
                .onTrack(track)
                .withFlags(FrameFlags.SYNC)
                .timed(time(counter), 0, 0);
        return encoder.encode(header, json.getBytes(StandardCharsets.UTF_8));
    }

    public static long time(long counter) {
        return START_MICROS + counter * 1_000_000 / FRAMES_PER_SECOND;
    }

    /** A configuration, then pictures with an event now and then, then the end of the run. */
    public List<byte[]> recording(int run, int count) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(configuration(run, 0, 0));
        for (int counter = 1; counter < count - 1; counter++) {
            frames.add(
                    counter % 50 == 7
                            ? other(FrameType.EVENT, 9, run, counter, "{\"type\":\"motion\",\"n\":" + counter + "}")
                            : video(run, counter));
        }
        frames.add(other(FrameType.END_OF_RUN, 0, run, count - 1, "{\"reason\":\"shutdown\"}"));
        return frames;
    }

    public static FrameView view(byte[] message) {
        return new FrameView().wrap(message, 0, message.length);
    }

    /** Writes a segment of these messages, ten to a batch. */
    public static ClosedSegment write(Path file, List<byte[]> messages) throws IOException {
        try (SegmentWriter writer = new SegmentWriter(file, HEADER, List.of())) {
            int count = 0;
            for (byte[] message : messages) {
                writer.append(view(message));
                if (++count % 10 == 0 || count == messages.size()) {
                    writer.batch(1_773_000_000_000L + count * 33L, "topic-id", 3, 1000 + count);
                }
            }
            return writer.finish(List.of());
        }
    }
}
