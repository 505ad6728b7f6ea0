package io.dayreel.testkit.camera;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.camera.CaptureSchedule.Capture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A simulated camera: one run of one stream in which every frame, its bytes too, follows from the settings and its
 * counter. So a test can send any frames in any order and check any frame later ({@link #expectedFrame}) without
 * keeping them. Sizes and their rhythm are those of real video; the pictures cannot be decoded ({@code FrameCodedVideo}
 * makes ones that can).
 *
 * <p>Immutable and thread-safe.
 */
public final class Camera {
    private static final int CONFIGURATION = 1;

    private final CameraSettings settings;
    private final CaptureSchedule schedule;
    private final FrameBodies bodies;
    private final List<ClockLie> lies;

    private record ClockLie(long fromCounter, long micros) {}

    private Camera(CameraSettings settings, List<ClockLie> lies) {
        this.settings = settings;
        this.schedule = new CaptureSchedule(settings);
        this.bodies = new FrameBodies(settings);
        this.lies = lies;
    }

    /** A camera with these settings whose clock is right. */
    public static Camera of(CameraSettings settings) {
        return new Camera(settings, List.of());
    }

    /** A camera of {@link CameraSettings#of(String, String, String)}. */
    public static Camera of(String tenant, String device, String day) {
        return of(CameraSettings.of(tenant, device, day));
    }

    /** The same camera, whose clock is wrong by {@code by} in every frame from a counter on; more such steps add up. */
    public Camera liesAboutTime(long fromCounter, Duration by) {
        List<ClockLie> more = new ArrayList<>(lies);
        more.add(new ClockLie(fromCounter, by.toNanos() / 1000));
        return new Camera(settings, List.copyOf(more));
    }

    /** The same device's next run, such as after it lost its spool. */
    public Camera inRun(int run) {
        return new Camera(settings.withRun(run), lies);
    }

    /** What it is like. */
    public CameraSettings settings() {
        return settings;
    }

    /** Device and day. */
    public StreamId stream() {
        return settings.stream();
    }

    /** Number of the run. */
    public int run() {
        return settings.run();
    }

    /** Number of frames captured before {@code sinceStart}, and so the first counter at or after it. */
    public long framesIn(Duration sinceStart) {
        return schedule.framesBefore(sinceStart.toNanos() / 1000);
    }

    /** Header of the frame with this counter. */
    public FrameHeader header(long counter) {
        Capture capture = schedule.at(counter);
        FrameHeader header =
                switch (capture.slot().kind()) {
                    case VIDEO ->
                        FrameHeader.of(FrameType.VIDEO, Codec.H264)
                                .withConfiguration(CONFIGURATION)
                                .withFlags(capture.ordinal() % settings.framesPerGop() == 0 ? FrameFlags.SYNC : 0);
                    case AUDIO ->
                        FrameHeader.of(FrameType.AUDIO, Codec.OPUS)
                                .withConfiguration(CONFIGURATION)
                                .withFlags(FrameFlags.SYNC);
                    case VIDEO_CONFIGURATION ->
                        FrameHeader.of(FrameType.CONFIGURATION, Codec.H264)
                                .withConfiguration(CONFIGURATION)
                                .withFlags(FrameFlags.SYNC);
                    case AUDIO_CONFIGURATION ->
                        FrameHeader.of(FrameType.CONFIGURATION, Codec.OPUS)
                                .withConfiguration(CONFIGURATION)
                                .withFlags(FrameFlags.SYNC);
                    case TELEMETRY ->
                        FrameHeader.of(FrameType.TELEMETRY, Codec.JSON).withFlags(FrameFlags.SYNC);
                    case EVENT -> FrameHeader.of(FrameType.EVENT, Codec.JSON).withFlags(FrameFlags.SYNC);
                };
        return header.onTrack(capture.slot().kind().track())
                .at(settings.stream().day().number(), settings.run(), counter)
                .timed(timeMicros(counter), 0, capture.slot().durationMicros());
    }

    /** Capture time that the frame claims, µs since 1970-01-01; a lie included. */
    public long timeMicros(long counter) {
        long time = startMicros() + schedule.at(counter).offsetMicros();
        for (ClockLie lie : lies) {
            if (counter >= lie.fromCounter()) {
                time += lie.micros();
            }
        }
        return time;
    }

    /** The whole frame message of this counter, byte for byte what the camera sends. */
    public byte[] expectedFrame(long counter) {
        return new FrameEncoder().encode(header(counter), bodies.of(schedule.at(counter)));
    }

    /** A frame with this counter and header, but other bytes: what must be kept as a conflict. */
    public byte[] conflictingFrame(long counter) {
        byte[] body = bodies.of(schedule.at(counter));
        body[body.length - 1] ^= 0x55;
        return new FrameEncoder().encode(header(counter), body);
    }

    /** The end-of-run frame of a run of {@code frames} frames, which is its counter too. */
    public byte[] endOfRun(long frames, String reason) {
        FrameHeader header = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .withFlags(FrameFlags.SYNC)
                .at(settings.stream().day().number(), settings.run(), frames)
                .timed(timeMicros(frames), 0, 0);
        String body = "{\"reason\":\"" + reason + "\"}";
        return new FrameEncoder().encode(header, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A sending of the frames {@code first} to {@code last}, both included, to which faults can be added. */
    public Sending sends(long first, long last) {
        return Sending.of(this, first, last);
    }

    /** The same as {@link #sends}; reads better for frames that went before. */
    public Sending resends(long first, long last) {
        return sends(first, last);
    }

    private long startMicros() {
        return settings.stream().day().startMicros() + settings.run() * 2_000_000L;
    }
}
