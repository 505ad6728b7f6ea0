package io.dayreel.cli.pipe;

import io.dayreel.cli.device.Device;
import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts a stream of bytes into a device's spool as one run of data frames. Bytes are sent as they come; a large spool that
 * is full holds the input back. An empty input is one empty frame.
 */
public final class PipeWriter {
    /** Most bytes of one frame. */
    static final int CHUNK = 256 << 10;

    private final Device device;
    private final InstantSource clock;
    private long lastMicros;

    public PipeWriter(Device device, InstantSource clock) {
        this.device = device;
        this.clock = clock;
    }

    /** Returns when the input has ended and all of it, its end included, is in the spool. @return bytes */
    public long write(InputStream input) throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK];
        long bytes = 0;
        int read = input.read(buffer);
        if (read < 0) {
            device.add(frame(new byte[0]));
        }
        while (read >= 0) {
            device.add(frame(Arrays.copyOf(buffer, read)));
            bytes += read;
            read = input.read(buffer);
        }
        device.endRun("input-end");
        return bytes;
    }

    private CapturedFrame frame(byte[] body) {
        // Never back: a clock that is set must not end the run, whose bytes belong together.
        lastMicros = Math.max(lastMicros, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        FrameHeader header = FrameHeader.of(FrameType.DATA, Codec.BYTES)
                .withFlags(FrameFlags.SYNC)
                .timed(lastMicros, 0, 0);
        return new CapturedFrame(header, body, Optional.empty());
    }
}
