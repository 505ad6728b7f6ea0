package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Frames as a camera gives them: pictures in decode order at 25 a second, whose bodies say what refers to what. */
final class CodedPictures {
    static final long START = 1_772_359_200_000_000L;
    static final long PICTURE = 40_000;
    private static final int H264_REFERENCE = 0x41;
    private static final int H264_DISPOSABLE = 0x01;
    private static final int H264_KEY = 0x65;

    private CodedPictures() {}

    /** Groups of pictures with so many unreferenced ones before each reference. @param group of them, key frame and all */
    static List<CapturedFrame> groups(int count, int group, int disposables) {
        List<CapturedFrame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            group(frames, i * group, group, disposables);
        }
        return frames;
    }

    private static void group(List<CapturedFrame> frames, int first, int pictures, int disposables) {
        frames.add(picture(frames.size(), first, H264_KEY, disposables));
        int next = 1;
        while (next < pictures) {
            int reference = Math.min(next + disposables, pictures - 1);
            frames.add(picture(frames.size(), first + reference, H264_REFERENCE, disposables));
            for (int b = next; b < reference; b++) {
                frames.add(picture(frames.size(), first + b, H264_DISPOSABLE, disposables));
            }
            next = reference + 1;
        }
    }

    /** @param place in order of decoding @param shown in order of presentation */
    private static CapturedFrame picture(int place, int shown, int unit, int delay) {
        long decode = START + place * PICTURE;
        FrameHeader header = FrameHeader.of(FrameType.VIDEO, Codec.H264)
                .withConfiguration(1)
                .withFlags(unit == H264_KEY ? FrameFlags.SYNC : 0)
                .timed(decode, (int) ((shown - place + (delay > 0 ? 1 : 0)) * PICTURE), PICTURE);
        return new CapturedFrame(header, new byte[] {0, 0, 0, 3, (byte) unit, 1, 1}, Optional.empty());
    }

    static CapturedFrame discontinuous(CapturedFrame frame, long laterMicros) {
        FrameHeader header = frame.header();
        return new CapturedFrame(
                header.withFlags(header.flags() | FrameFlags.DISCONTINUITY)
                        .timed(
                                header.timeMicros() + laterMicros,
                                header.compositionOffsetMicros(),
                                header.durationMicros()),
                frame.body(),
                frame.configuration());
    }

    /** Frames of a track that are no pictures, at fixed intervals. */
    static List<CapturedFrame> others(FrameType type, int track, int count, long interval) {
        List<CapturedFrame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FrameHeader header = FrameHeader.of(type, type == FrameType.AUDIO ? Codec.AAC : Codec.JSON)
                    .onTrack(track)
                    .withFlags(FrameFlags.SYNC)
                    .timed(START + i * interval, 0, type == FrameType.AUDIO ? interval : 0);
            frames.add(new CapturedFrame(header, new byte[] {1}, Optional.empty()));
        }
        return frames;
    }

    @SafeVarargs
    static List<CapturedFrame> merged(List<CapturedFrame>... tracks) {
        List<CapturedFrame> all = new ArrayList<>();
        for (List<CapturedFrame> track : tracks) {
            all.addAll(track);
        }
        all.sort((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
        return all;
    }

    /** What a stage makes of all frames, to the end. */
    static List<CapturedFrame> through(Stage stage, List<CapturedFrame> frames) {
        List<CapturedFrame> out = new ArrayList<>();
        frames.forEach(frame -> stage.accept(frame, out::add));
        stage.finish(out::add);
        return out;
    }

    static List<CapturedFrame> of(List<CapturedFrame> frames, FrameType type) {
        return frames.stream().filter(frame -> frame.header().type() == type).toList();
    }

    /** Ordered as they are shown. */
    static List<CapturedFrame> shown(List<CapturedFrame> frames) {
        return of(frames, FrameType.VIDEO).stream()
                .sorted((a, b) -> Long.compare(Pictures.shownMicros(a), Pictures.shownMicros(b)))
                .toList();
    }

    /** Numbers of pictures in order of presentation, from the first that there was. */
    static List<Long> numbers(List<CapturedFrame> frames, List<CapturedFrame> all) {
        long first = Pictures.shownMicros(all.get(0));
        return shown(frames).stream()
                .map(frame -> (Pictures.shownMicros(frame) - first) / PICTURE)
                .toList();
    }
}
