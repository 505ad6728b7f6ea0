package io.dayreel.streamer.media;

import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.MediaFragment;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.SampleTimes;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.media.text.Cue;
import io.dayreel.media.text.WebVttWriter;
import io.dayreel.media.text.WvttSamples;
import io.dayreel.streamer.rendition.MediaAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The text of a segment out of the frames of its range (protocol.md, text). A cue whose duration is known is in every segment
 * that it overlaps with the same name, times and words, so that players show it once. One that lasts until the next one is
 * cut at the segments' borders, since no segment knows what comes after it. Pure; immutable.
 */
final class ShownText {
    /** A cue without a duration is shown no longer than that. */
    static final long LONGEST_UNKNOWN_MICROS = 7_000_000;

    /** More in one segment are left out. */
    private static final int MAX_CUES = 500;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MPEG_WRAP = 1L << 33;
    private static final long MICROS_PER_9_TICKS = 100;
    private static final TrackFormat FORMAT = new TrackFormat(SampleFormat.WVTT, new byte[0], 0, 0, 0, 0, "");

    private final MediaAddress.Text address;
    private final List<Shown> shown = new ArrayList<>();

    /** @param name the same in all segments that have the cue as it is here */
    private record Shown(String name, long counter, Cue cue) {}

    /** @param frames of the address's range and track in order of their counters */
    ShownText(MediaAddress.Text address, List<TextFrame> frames) {
        this.address = address;
        for (int i = 0; i < frames.size() && shown.size() < MAX_CUES; i++) {
            TextFrame frame = frames.get(i);
            if (frame.payload().isBlank()) {
                continue;
            }
            if (frame.durationMicros() > 0) {
                addWhole(frame);
            } else {
                addPiece(
                        frame,
                        i + 1 < frames.size()
                                ? OptionalLong.of(frames.get(i + 1).timeMicros())
                                : OptionalLong.empty());
            }
        }
    }

    private void addWhole(TextFrame frame) {
        long lasts = Math.min(frame.durationMicros(), address.longestMicros());
        Cue cue = new Cue(frame.timeMicros(), frame.timeMicros() + lasts, frame.payload());
        long from = address.startMicros() - (address.late() ? MediaAddress.Text.LATE_MICROS : 0);
        if (cue.overlaps(from, address.endMicros())) {
            shown.add(new Shown(name(frame), frame.counter(), cue));
        }
    }

    private void addPiece(TextFrame frame, OptionalLong nextMicros) {
        long longest = frame.timeMicros() + LONGEST_UNKNOWN_MICROS;
        long until = Math.min(longest, nextMicros.orElse(longest));
        long start = Math.max(frame.timeMicros(), address.startMicros());
        long end = Math.min(until, address.endMicros());
        if (end > start) {
            Cue piece = new Cue(start, end, frame.payload());
            shown.add(new Shown(name(frame) + "-" + start / MICROS_PER_MILLI, frame.counter(), piece));
        }
    }

    private String name(TextFrame frame) {
        return address.day().number() + "-" + address.run() + "-" + frame.counter();
    }

    /** The segment's bytes in the form of its address; the same frames give the same bytes. */
    List<ByteBuffer> bytes() {
        return address.form() == MediaAddress.Text.Form.WEB_VTT ? List.of(ByteBuffer.wrap(webVtt())) : mp4();
    }

    /**
     * Cues count from the last time that the media's clock had 33 zero bits (RFC 8216, 3.5), so that the map is the same in
     * all segments of a day: with another map the same cue comes to a time that differs in the last bit, and players show
     * it twice. That clock wraps every 26.5 hours, and players that undo the wrapping go by where the segment is.
     */
    private byte[] webVtt() {
        long wrap = Math.floorDiv(SampleTimes.ticks(address.startMicros(), TrackFormat.VIDEO_TIMESCALE), MPEG_WRAP);
        long zero = Math.floorDiv(wrap * MPEG_WRAP * MICROS_PER_9_TICKS, 9);
        WebVttWriter writer = new WebVttWriter().mapped(0, 0);
        for (Shown each : shown) {
            long start = Math.max(0, each.cue().startMicros() - zero);
            long end = each.cue().endMicros() - zero;
            if (end > start) {
                writer.cue(each.name(), new Cue(start, end, each.cue().payload()));
            }
        }
        return writer.toByteArray();
    }

    private List<ByteBuffer> mp4() {
        List<WvttSamples.Placed> cues = shown.stream()
                .map(each -> new WvttSamples.Placed((int) each.counter(), each.cue()))
                .toList();
        List<Sample> samples = WvttSamples.of(cues, address.startMicros(), address.endMicros());
        return MediaFragment.of(
                FORMAT,
                samples,
                OptionalLong.of(address.endMicros()),
                MediaPackager.sequence(address.startMicros() / MICROS_PER_MILLI));
    }
}
