package io.dayreel.benchmarks.load;

import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * The messages of a camera, made at memory speed: one minute of frames of real sizes is encoded once, and each message
 * of 50 ms of capture is that minute's bytes with another run, counter, time and checksum. All cameras of one bit rate
 * share it. Immutable and thread-safe but for {@link #message}, which one thread calls.
 */
public final class FrameSource {
    /** Capture time of one message, the most that a device may batch. */
    public static final Duration MESSAGE = Duration.ofMillis(50);

    /** Capture time from one key frame to the next. */
    static final Duration GOP = Duration.ofSeconds(2);

    private static final int MESSAGES_PER_MINUTE = 1200;
    private static final int FRAMES_PER_SECOND = 25;
    private static final int FRAMES_PER_GOP = (int) (FRAMES_PER_SECOND * GOP.toSeconds());
    private static final long MINUTE_MICROS = 60_000_000;

    private final byte[][] frames;
    private final int[] firstFrame = new int[MESSAGES_PER_MINUTE + 1];
    private final long[] micros;
    private final FrameEncoder encoder = new FrameEncoder();
    private final long bytesPerMinute;

    /** @param bitsPerSecond of the pictures; sound, telemetry and events come on top, as in {@link CameraSettings#of} */
    public FrameSource(int bitsPerSecond) {
        Camera camera = Camera.of(CameraSettings.of("bench", "cam", "1970-01-01")
                .withVideo(FRAMES_PER_SECOND, bitsPerSecond, FRAMES_PER_GOP));
        int count = Math.toIntExact(camera.framesIn(Duration.ofMinutes(1)));
        frames = new byte[count][];
        micros = new long[count];
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            frames[i] = camera.expectedFrame(i);
            micros[i] = camera.timeMicros(i);
            bytes += frames[i].length;
        }
        bytesPerMinute = bytes;
        for (int i = 0; i <= MESSAGES_PER_MINUTE; i++) {
            firstFrame[i] = Math.toIntExact(camera.framesIn(MESSAGE.multipliedBy(i)));
        }
    }

    /** Counter of a message's first frame, and so the number of frames before it. */
    public long firstCounter(long message) {
        return message / MESSAGES_PER_MINUTE * frames.length + firstFrame[(int) (message % MESSAGES_PER_MINUTE)];
    }

    /** Which message holds the frame with this counter. */
    public long messageOf(long counter) {
        int within = (int) (counter % frames.length);
        int found = Arrays.binarySearch(firstFrame, within);
        return counter / frames.length * MESSAGES_PER_MINUTE + (found >= 0 ? found : -found - 2);
    }

    /** Mean size of a message in bytes. */
    public int meanMessageBytes() {
        return Math.toIntExact(bytesPerMinute / MESSAGES_PER_MINUTE);
    }

    /** Bytes of the messages {@code from} to {@code to}, the last not included. */
    public long bytes(long from, long to) {
        long minutes = (to - from) / MESSAGES_PER_MINUTE;
        long sum = minutes * bytesPerMinute;
        for (long message = from + minutes * MESSAGES_PER_MINUTE; message < to; message++) {
            sum += length(message);
        }
        return sum;
    }

    /** One message of a run that began at second {@code 2 × run} of the day. */
    public byte[] message(int day, int run, long message) {
        ByteBuffer target = ByteBuffer.allocate(length(message));
        int slot = (int) (message % MESSAGES_PER_MINUTE);
        long minute = message / MESSAGES_PER_MINUTE;
        long startMicros = day * 86_400_000_000L + run * 2_000_000L + minute * MINUTE_MICROS;
        for (int i = firstFrame[slot]; i < firstFrame[slot + 1]; i++) {
            int at = target.position();
            target.put(frames[i]);
            target.putLong(at + FrameLayout.TIME_AT, startMicros + micros[i]);
            encoder.renumber(target, at, day, run, minute * frames.length + i);
        }
        return target.array();
    }

    private int length(long message) {
        int slot = (int) (message % MESSAGES_PER_MINUTE);
        int sum = 0;
        for (int i = firstFrame[slot]; i < firstFrame[slot + 1]; i++) {
            sum += frames[i].length;
        }
        return sum;
    }
}
