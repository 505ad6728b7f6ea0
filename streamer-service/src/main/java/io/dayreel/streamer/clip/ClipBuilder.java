package io.dayreel.streamer.clip;

import io.dayreel.contracts.json.Json;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.media.mp4.ProgressiveMp4;
import io.dayreel.media.mp4.Shown;
import io.dayreel.media.mp4.UserBox;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.clip.ClipException.Reason;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.playback.RangeWalk;
import io.dayreel.streamer.timeline.StreamIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Walks over a range once and writes its clip. Holds the sample tables and one frame. One use by one thread. */
final class ClipBuilder {
    /** Type of the {@code uuid} box that says what the clip is of (docs/reference/http.md). */
    static final UUID ABOUT = UUID.fromString("6ad3f1b4-5c0e-4b5e-9a37-d4b9d1b3a6c1");

    private static final int FORMAT = 1;

    private final PlaybackServices services;
    private final TrackFormatSource formats;
    private final ClipProving proving;
    private final ClipRequest request;
    private final Map<Configuration, Optional<TrackFormat>> known = new HashMap<>();
    private ProgressiveMp4 mp4 = new ProgressiveMp4();
    private Optional<Set<Integer>> tracks = Optional.empty();
    private long leftOut;
    private boolean unsuitable;

    private record Configuration(int day, int run, int track, int number) {}

    /** Content of the box that says what the clip is of; times in µs since 1970. */
    private record About(
            int format, String tenant, String device, long startMicros, long endMicros, long frames, long leftOut) {}

    ClipBuilder(PlaybackServices services, TrackFormatSource formats, ClipProving proving, ClipRequest request) {
        this.services = services;
        this.formats = formats;
        this.proving = proving;
        this.request = request;
    }

    /** Frames that have no place in it. */
    long leftOut() {
        return leftOut;
    }

    /** @throws ClipException if there is nothing to make it of */
    Clip build(ClipFile file) throws IOException {
        ClipProving.Proof proof = proving.begin(request.device());
        tracks = request.tracks().or(() -> MainTracks.of(new StreamIndex(services.timeline()), request));
        OptionalLong earlier = walk(file, proof, request.fromMicros(), true);
        if (earlier.isPresent()) {
            walk(file, proof, earlier.getAsLong(), false);
        }
        Shown shown = mp4.shown(request.fromMicros(), request.toMicros()).orElseThrow(this::nothing);
        List<UserBox> boxes = new ArrayList<>();
        boxes.add(about(shown));
        proof.box().ifPresent(boxes::add);
        return file.finish(mp4.head(shown, boxes), shown.startMicros());
    }

    private ClipException nothing() {
        return unsuitable && mp4.samples() == 0
                ? new ClipException(Reason.UNSUITABLE, "no track of the range has a codec that MP4 has a place for")
                : new ClipException(Reason.NOTHING, "nothing was recorded in this range");
    }

    /**
     * @param mayGoBack whether to stop at a first picture that is shown too late
     * @return the time of that picture's key frame, less one: what is shown at the begin is in the group before
     */
    private OptionalLong walk(ClipFile file, ClipProving.Proof proof, long fromMicros, boolean mayGoBack)
            throws IOException {
        long[] goBackTo = {Long.MIN_VALUE};
        RangeWalk.of(services, request.device(), fromMicros, request.toMicros(), tracks)
                .each((array, frame) -> {
                    if (mayGoBack && mp4.samples() == 0 && isShownTooLate(frame)) {
                        goBackTo[0] = frame.timeMicros() - 1;
                        return false;
                    }
                    take(array, frame, file, proof);
                    return true;
                });
        return goBackTo[0] == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(goBackTo[0]);
    }

    private boolean isShownTooLate(FrameView frame) {
        return frame.type() == FrameType.VIDEO
                && frame.timeMicros() <= request.fromMicros()
                && frame.timeMicros() + frame.compositionOffsetMicros() > request.fromMicros();
    }

    private void take(byte[] array, FrameView frame, ClipFile file, ClipProving.Proof proof) throws IOException {
        boolean video = frame.type() == FrameType.VIDEO;
        if (!video && frame.type() != FrameType.AUDIO) {
            return;
        }
        if ((frame.flags() & FrameFlags.ENCRYPTED) != 0) {
            throw new ClipException(
                    Reason.UNSUITABLE, "the frames are encrypted end to end: they play over the WebSocket only");
        }
        Optional<TrackFormat> format = format(frame);
        unsuitable |= format.isEmpty();
        Optional<ProgressiveMp4.Place> place = format.filter(found -> found.isVideo() == video)
                .flatMap(found -> mp4.add(trackKey(frame, video), found, sample(frame, video)));
        if (place.isEmpty()) {
            leftOut++;
            return;
        }
        file.write(array, frame.bodyOffset(), frame.bodyLength());
        proof.add(frame, place.get().trackId(), place.get().sample());
    }

    /** A device may use a number for pictures in one run and for sound in another. */
    private static int trackKey(FrameView frame, boolean video) {
        return frame.track() << 1 | (video ? 0 : 1);
    }

    private static Sample sample(FrameView frame, boolean video) {
        return new Sample(
                frame.timeMicros(),
                frame.compositionOffsetMicros(),
                frame.durationMicros(),
                !video || frame.isSync(),
                frame.body());
    }

    private Optional<TrackFormat> format(FrameView frame) {
        Configuration key = new Configuration(frame.day(), frame.run(), frame.track(), frame.configuration());
        return known.computeIfAbsent(
                key,
                configuration -> formats.of(
                        request.device().on(new Day(configuration.day())),
                        configuration.run(),
                        configuration.track(),
                        configuration.number()));
    }

    private UserBox about(Shown shown) {
        About about = new About(
                FORMAT,
                request.device().tenant(),
                request.device().device(),
                shown.startMicros(),
                shown.endMicros(),
                mp4.samples(),
                leftOut);
        return new UserBox(ABOUT, Json.writeBytes(about));
    }
}
