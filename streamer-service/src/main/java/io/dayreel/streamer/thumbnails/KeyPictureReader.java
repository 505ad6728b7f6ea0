package io.dayreel.streamer.thumbnails;

import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.clip.TrackFormatSource;
import io.dayreel.streamer.thumbnails.ThumbnailException.Reason;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.nio.ByteBuffer;

/** Reads single key frames out of tail and archive. Thread-safe; blocks. */
final class KeyPictureReader {
    private static final long SLACK_MICROS = 1_000_000;

    private final Timeline timeline;
    private final TrackFormatSource formats;

    KeyPictureReader(Timeline timeline, TrackFormatSource formats) {
        this.timeline = timeline;
        this.formats = formats;
    }

    /** A key frame and how to decode it. */
    record Coded(TrackFormat format, Sample sample) {}

    /** How large it is when it is so wide, as far as the index says. */
    PictureSize size(KeyPicture picture, int width) {
        return PictureSize.of(
                formats.of(picture.stream(), picture.run(), picture.track(), picture.configuration()), width);
    }

    /** @throws ThumbnailException if it cannot be had */
    Coded read(KeyPicture picture) {
        TimelinePosition position = new TimelinePosition(picture.stream().day(), picture.run(), picture.counter());
        Landing landing = Landing.at(position, picture.timeMicros(), false);
        try (FrameCursor cursor =
                timeline.open(picture.stream().deviceId(), landing, picture.timeMicros() + SLACK_MICROS)) {
            if (cursor.advance() != FrameCursor.Step.FRAME || cursor.frame().counter() != picture.counter()) {
                throw new ThumbnailException(Reason.NOTHING, "the picture is not kept any more");
            }
            return coded(picture, cursor.frame());
        } catch (ArchiveUnavailableException e) {
            throw new ThumbnailException(Reason.NOT_NOW, "the archive does not answer", e);
        }
    }

    private Coded coded(KeyPicture picture, FrameView frame) {
        if ((frame.flags() & FrameFlags.ENCRYPTED) != 0) {
            throw new ThumbnailException(
                    Reason.UNSUITABLE, "the frames are encrypted end to end: they play over the WebSocket only");
        }
        TrackFormat format = formats.of(picture.stream(), picture.run(), picture.track(), frame.configuration())
                .filter(TrackFormat::isVideo)
                .orElseThrow(() -> new ThumbnailException(Reason.UNSUITABLE, "the picture's codec is not known"));
        ByteBuffer body = ByteBuffer.wrap(frame.bodyBytes());
        return new Coded(format, new Sample(frame.timeMicros(), 0, 0, true, body));
    }
}
