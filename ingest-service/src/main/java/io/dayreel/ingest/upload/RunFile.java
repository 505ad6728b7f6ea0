package io.dayreel.ingest.upload;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.Day;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the frames of a part into a scratch file, numbered and timed: the earliest is at 0, and no time of a track
 * decreases. Each track's configuration is before the first frame that needs it, and again every ten minutes. Owns the
 * stream, not the file. Not thread-safe.
 */
final class RunFile implements AutoCloseable {
    private static final long REPEAT_MICROS = 600_000_000;
    private static final int ROOM_STEP = 4 << 20;
    private static final int BUFFER = 1 << 16;
    private static final int MAX_TRACKS = 256;

    private final int run;
    private final ScratchFile file;
    private final OutputStream out;
    private final FrameEncoder encoder = new FrameEncoder();
    private final Map<Integer, PartFrame> configurations = new HashMap<>();
    private final Map<Integer, Long> configuredAt = new HashMap<>();
    private final long[] lastMicros = new long[MAX_TRACKS];
    private long originMicros;
    private long counter;
    private long room;

    RunFile(int run, ScratchFile file) throws IOException {
        this.run = run;
        this.file = file;
        this.out = new BufferedOutputStream(Files.newOutputStream(file.path()), BUFFER);
    }

    /** What frames of a track need. @param body of its configuration frames */
    void configure(int track, Codec codec, byte[] body) {
        FrameHeader header = FrameHeader.of(FrameType.CONFIGURATION, codec)
                .onTrack(track)
                .withConfiguration(PartTrack.CONFIGURATION);
        configurations.put(track, new PartFrame(header, body));
    }

    /** To be called before the first frame. @param firstMicros what becomes 0, in ffmpeg's time */
    void begin(long firstMicros) {
        originMicros = firstMicros;
    }

    /** Appends a frame; its time is ffmpeg's. */
    void append(PartFrame frame) throws IOException, UploadRefused {
        int track = frame.header().track();
        long time = Math.max(lastMicros[track], frame.header().timeMicros() - originMicros);
        lastMicros[track] = time;
        PartFrame configuration = configurations.get(track);
        Long before = configuredAt.get(track);
        if (configuration != null && (before == null || time - before >= REPEAT_MICROS)) {
            configuredAt.put(track, time);
            write(configuration.header().timed(time, 0, 0), configuration.body());
        }
        FrameHeader header = frame.header();
        write(header.timed(time, header.compositionOffsetMicros(), header.durationMicros()), frame.body());
    }

    /** Ends the run. @param endMicros where the part ends, in ffmpeg's time. @return how long it is played, µs */
    long end(long endMicros) throws IOException, UploadRefused {
        long time = Math.max(0, endMicros - originMicros);
        FrameHeader header = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .withFlags(FrameFlags.SYNC)
                .timed(time, 0, 0);
        write(header, "{\"reason\":\"input-end\"}".getBytes(StandardCharsets.UTF_8));
        return time;
    }

    private void write(FrameHeader header, byte[] body) throws IOException, UploadRefused {
        byte[] message = encoder.encode(header.at(Day.VIDEO.number(), run, counter), body);
        if (room < message.length) {
            int more = Math.max(ROOM_STEP, message.length);
            file.grow(more);
            room += more;
        }
        room -= message.length;
        out.write(message);
        counter++;
    }

    /** Frames written. */
    long frames() {
        return counter;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
