package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** What one camera sends in a test, and whether all of it is there. */
public final class Footage {
    private static final int FRAMES_PER_MESSAGE = 8;

    private final Camera camera;
    private final long frames;

    private Footage(Camera camera, long frames) {
        this.camera = camera;
        this.frames = frames;
    }

    /** The first frames of a camera's day, which is today: about 13 kB a frame in the mean. */
    public static Footage of(String device, long frames) {
        return of(device, frames, 0);
    }

    /** Likewise of another day. */
    public static Footage of(String device, long frames, int daysFromToday) {
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(daysFromToday).toString();
        CameraSettings settings = CameraSettings.of("demo", device, day).withVideo(25, 8_000_000, 50);
        return new Footage(Camera.of(settings), frames);
    }

    /** As many frames of another run of the same day. */
    public Footage inRun(int run) {
        return new Footage(camera.inRun(run), frames);
    }

    public Camera camera() {
        return camera;
    }

    public StreamId stream() {
        return camera.stream();
    }

    public long count() {
        return frames;
    }

    /** All of it, in messages. */
    public List<byte[]> messages() {
        return messages(0, frames - 1);
    }

    public List<byte[]> messages(long first, long last) {
        return camera.sends(first, last).messages(FRAMES_PER_MESSAGE);
    }

    public byte[] end() {
        return camera.endOfRun(frames, "input-end");
    }

    /** A frame of the same run with a JSON body as given. */
    public byte[] frame(FrameType type, long counter, byte[] body) {
        FrameHeader header = FrameHeader.of(type, Codec.JSON)
                .at(stream().day().number(), camera.run(), counter)
                .timed(camera.timeMicros(counter), 0, 0);
        return new FrameEncoder().encode(header, body);
    }

    /** Every frame, and its end of run if it was sent, is there once with its bytes. */
    public void assertAllIn(Map<FramePosition, List<byte[]>> archived, boolean withEnd) {
        assertThat(archived).hasSize(Math.toIntExact(frames) + (withEnd ? 1 : 0));
        for (long counter = 0; counter < frames; counter++) {
            List<byte[]> copies = archived.get(new FramePosition(camera.run(), counter));
            assertThat(copies).as("copies of frame %d", counter).hasSize(1);
            assertThat(new FrameView()
                            .wrap(copies.get(0), 0, copies.get(0).length)
                            .crc())
                    .isEqualTo(crcOf(camera.expectedFrame(counter)));
        }
    }

    private static int crcOf(byte[] frame) {
        return new FrameView().wrap(frame, 0, frame.length).crc();
    }
}
