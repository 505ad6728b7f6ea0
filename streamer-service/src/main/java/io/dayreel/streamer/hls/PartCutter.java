package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Decides where the next part of a live rendition ends. A part ends where a successor is known, so that the duration of
 * its last frame is (protocol.md, media time). Pure; immutable.
 *
 * @param video whether its segments have to begin with key frames
 * @param partMicros no part is longer, but one of a single frame
 * @param targetMicros no segment should be longer
 */
record PartCutter(boolean video, long partMicros, long targetMicros) {
    private static final long ROUNDING_MICROS = 400_000;

    /** About a second: Shaka Player cannot begin with a playlist that has parts and no segment. */
    private static final long FIRST_SEGMENT_MICROS = 800_000;

    private static final long UNKNOWN_DURATION_MICROS = 33_333;

    /** So far from the leader's key frames may those of a follower be that are meant to be at the same time. */
    private static final long TOLERANCE_MICROS = PastFollower.TOLERANCE_MICROS;

    /** More sound than that is missing: silence is listed instead. */
    private static final long MISSING_SOUND_MICROS = 1_000_000;

    /** About a unit of sound. */
    private static final long UNIT_MICROS = 25_000;

    /** Players pass over less. */
    private static final long SHORTEST_SILENCE_MICROS = 2 * UNIT_MICROS;

    /** Where the leader's segments are, which a follower's are to match. */
    interface Leader {
        /** Media sequence number of its open segment. */
        long openMsn();

        /** Where what is listed of it ends, µs since 1970-01-01. */
        long listedToMicros();

        /** One of its segments; empty if it is not listed. */
        Optional<LeaderSegment> segment(long msn);

        /** Whether nothing came from the device for a target duration, so that there is nothing to wait for. */
        boolean isSilent();
    }

    /** @param endMicros empty while it is open */
    record LeaderSegment(long startMicros, Optional<Long> endMicros, int epoch) {}

    /**
     * The next part of the rendition that the others follow.
     *
     * @param frames those that are not cut yet, in order; of video the first may be in the middle of a group
     * @param gopMicros length of the last group of pictures
     * @param ended whether nothing follows the last frame in its run, or nothing came for so long that there is a gap
     */
    Optional<Cut> lead(CutPlace place, List<CutFrame> frames, long gopMicros, boolean ended) {
        int from = firstUsable(place, frames);
        if (from == frames.size()) {
            return Optional.empty();
        }
        CutFrame first = frames.get(from);
        boolean goesOn = goesOn(place, first);
        boolean seamless = goesOn || isSeamless(place, first);
        boolean opens = !goesOn && place.parts() > 0;
        Opening opening = new Opening(
                opens ? place.msn() + 1 : place.msn(),
                goesOn ? place.parts() : 0,
                place.last().map(span -> span.epoch() + (seamless ? 0 : 1)).orElse(0));
        long start = goesOn && place.parts() > 0 ? place.segmentStartMicros() : first.timeMicros();
        End behind = ended ? End.OF_SEGMENT : End.UNKNOWN;
        boolean young = place.young() && !opens;
        return upTo(
                opening, frames, from, behind, frame -> isFull(frame.timeMicros() - start, frame, gopMicros, young));
    }

    /**
     * The next part of a rendition whose segments match the leader's. It waits for the leader's, so that a part does not
     * reach over the end of a segment that is not known yet.
     */
    Optional<Cut> follow(CutPlace place, List<CutFrame> frames, Leader leader) {
        long msn = place.msn();
        Optional<LeaderSegment> matched = leader.segment(msn);
        if (matched.isEmpty()) {
            return Optional.empty();
        }
        LeaderSegment segment = matched.get();
        long end = segment.endMicros().orElse(Long.MAX_VALUE);
        long at = place.parts() > 0 ? place.last().orElseThrow().endMicros() : segment.startMicros();
        int from = firstOf(segment, place, frames);
        if (from == frames.size()) {
            boolean late = leader.openMsn() > msn + 1 || leader.isSilent();
            return late ? closed(place, segment, frames, leader) : Optional.empty();
        }
        CutFrame first = frames.get(from);
        if (isBehind(first, end) || place.parts() == 0 && first.timeMicros() >= end) {
            return video && place.parts() > 0
                    ? follow(next(place), frames, leader)
                    : closed(place, segment, frames, leader);
        }
        if (wentOver(place, first)) {
            long to = Math.min(end, leader.listedToMicros());
            return to < end && to - at < partMicros
                    ? Optional.empty()
                    : to - at < SHORTEST_SILENCE_MICROS
                            ? follow(next(place), frames, leader)
                            : filled(place, segment, frames, at, to);
        }
        if (!video && place.parts() > 0 && first.timeMicros() - at > MISSING_SOUND_MICROS) {
            return filled(place, segment, frames, at, Math.min(first.timeMicros(), end));
        }
        Opening opening = new Opening(msn, place.parts(), segment.epoch());
        End behind = leader.isSilent() ? End.OF_PART : End.UNKNOWN;
        return upTo(opening, frames, from, behind, frame -> isBehind(frame, end))
                .filter(cut -> end < Long.MAX_VALUE || goesOnBehind(cut, frames, leader));
    }

    /**
     * Whether what follows a part is of the same segment, whose end is not known yet: the part that the playlist hints at
     * then comes. A hint that comes to nothing is an error to players; some stop for seconds.
     */
    private boolean goesOnBehind(Cut cut, List<CutFrame> frames, Leader leader) {
        CutFrame first = cut.first();
        Optional<CutFrame> next = frames.stream()
                .filter(frame -> frame.isOfRun(first.day(), first.run()) && frame.counter() >= cut.next())
                .findFirst();
        long from = next.map(CutFrame::timeMicros).orElse(cut.endMicros());
        boolean mayBegin = video && next.filter(CutFrame::sync).isPresent();
        return from + (mayBegin ? TOLERANCE_MICROS : 0) < leader.listedToMicros();
    }

    /** Pictures begin with the leader's or soon after; without a key frame there, in the middle of a group. */
    private boolean isBehind(CutFrame frame, long end) {
        if (!video || end == Long.MAX_VALUE) {
            return frame.timeMicros() >= end;
        }
        long before = frame.timeMicros() - end;
        return before >= TOLERANCE_MICROS || before >= -TOLERANCE_MICROS && frame.sync();
    }

    /** Nothing more comes of a segment: what is missing of it is filled, or there is so little that the next one begins. */
    private Optional<Cut> closed(CutPlace place, LeaderSegment segment, List<CutFrame> frames, Leader leader) {
        long end = segment.endMicros().orElse(Long.MAX_VALUE);
        if (place.parts() == 0) {
            return filled(place, segment, frames, segment.startMicros(), end);
        }
        long at = place.last().orElseThrow().endMicros();
        return end < Long.MAX_VALUE && end - at > MISSING_SOUND_MICROS
                ? filled(place, segment, frames, at, end)
                : Optional.of(next(place)).flatMap(behind -> follow(behind, frames, leader));
    }

    /** Sound goes over to a new day at once and the picture at its next key frame; a segment is of one run. */
    private boolean wentOver(CutPlace place, CutFrame first) {
        return !video
                && place.parts() > 0
                && place.last()
                        .filter(last -> !first.isOfRun(last.day(), last.run()))
                        .isPresent();
    }

    /** Sound that begins anew begins where the picture does, lest its segment be longer than the picture's. */
    private int firstOf(LeaderSegment segment, CutPlace place, List<CutFrame> frames) {
        int from = firstUsable(place, frames);
        if (video || place.parts() > 0 || place.last().isEmpty()) {
            return from;
        }
        CutSpan last = place.last().get();
        while (from < frames.size()
                && !goesOn(last, frames.get(from))
                && frames.get(from).timeMicros() < segment.startMicros() - UNIT_MICROS) {
            from++;
        }
        return from;
    }

    private static boolean goesOn(CutSpan last, CutFrame sound) {
        return last.kind() == Kind.MEDIA
                && sound.isOfRun(last.day(), last.run())
                && sound.timeMicros() - last.endMicros() <= MISSING_SOUND_MICROS;
    }

    private static CutPlace next(CutPlace place) {
        return new CutPlace(place.msn() + 1, 0, 0, place.last(), false);
    }

    private Optional<Cut> filled(
            CutPlace place, LeaderSegment segment, List<CutFrame> frames, long fromMicros, long toMicros) {
        Optional<CutSpan> last = place.last();
        if (toMicros == Long.MAX_VALUE || toMicros <= fromMicros || last.isEmpty() && frames.isEmpty()) {
            return Optional.empty();
        }
        CutFrame kindred = last.map(span ->
                        new CutFrame(span.day(), span.run(), span.next(), fromMicros, 0, true, span.configuration()))
                .orElseGet(() -> frames.get(0));
        boolean closes = segment.endMicros().filter(end -> toMicros >= end).isPresent();
        return Optional.of(new Cut(
                video ? Kind.GAP : Kind.SILENCE,
                place.msn(),
                place.parts(),
                closes,
                true,
                kindred,
                kindred.counter() + 1,
                fromMicros,
                toMicros,
                segment.epoch()));
    }

    /** Pictures can be shown from a key frame on, or where they go on without a hole. */
    private int firstUsable(CutPlace place, List<CutFrame> frames) {
        int from = 0;
        while (from < frames.size() && !place.isBefore(frames.get(from))) {
            from++;
        }
        if (!video || from == frames.size() || goesOn(place, frames.get(from))) {
            return from;
        }
        while (from < frames.size() && !frames.get(from).sync()) {
            from++;
        }
        return from;
    }

    private static boolean goesOn(CutPlace place, CutFrame first) {
        return place.last()
                .filter(last -> last.kind() == Kind.MEDIA
                        && first.isOfRun(last.day(), last.run())
                        && first.configuration() == last.configuration()
                        && first.timeMicros() - last.endMicros() <= PastCuts.PAUSE_MICROS
                        && (place.parts() > 0 || first.sync() || first.counter() == last.next()))
                .isPresent();
    }

    /** A new day's run follows the old one's without a pause; whether the decoder goes on too is for the caller to see. */
    private static boolean isSeamless(CutPlace place, CutFrame first) {
        return place.last()
                .filter(last -> last.kind() == Kind.MEDIA
                        && !first.isOfRun(last.day(), last.run())
                        && first.configuration() == last.configuration()
                        && Math.abs(first.timeMicros() - last.endMicros()) <= PastCuts.PAUSE_MICROS)
                .isPresent();
    }

    /** @param young whether it is the first segment of a line, which is to be whole soon */
    private boolean isFull(long length, CutFrame frame, long gopMicros, boolean young) {
        if (young && (!video || frame.sync()) && length >= FIRST_SEGMENT_MICROS) {
            return true;
        }
        if (!video) {
            return length >= targetMicros;
        }
        if (!frame.sync()) {
            return length >= targetMicros + ROUNDING_MICROS;
        }
        return length + gopMicros > targetMicros + ROUNDING_MICROS;
    }

    private interface Closing {
        boolean isAt(CutFrame frame);
    }

    /** What the last frame that has come is the last of. */
    private enum End {
        UNKNOWN,
        OF_PART,
        OF_SEGMENT
    }

    private record Opening(long msn, int part, int epoch) {}

    private Optional<Cut> upTo(Opening opening, List<CutFrame> frames, int from, End behind, Closing closing) {
        CutFrame first = frames.get(from);
        for (int i = from + 1; i < frames.size(); i++) {
            CutFrame last = frames.get(i - 1);
            CutFrame frame = frames.get(i);
            boolean closes = closing.isAt(frame);
            if (!frame.continues(last)) {
                boolean over = video || closes || frame.configuration() != last.configuration();
                return Optional.of(part(opening, first, last.counter() + 1, last.timeMicros() + duration(last), over));
            }
            long interval = frame.timeMicros() - last.timeMicros();
            if (closes || frame.timeMicros() - first.timeMicros() + interval > partMicros) {
                return Optional.of(part(opening, first, frame.counter(), frame.timeMicros(), closes));
            }
        }
        CutFrame last = frames.get(frames.size() - 1);
        return behind == End.UNKNOWN
                ? Optional.empty()
                : Optional.of(part(
                        opening,
                        first,
                        last.counter() + 1,
                        last.timeMicros() + duration(last),
                        behind == End.OF_SEGMENT));
    }

    private static long duration(CutFrame frame) {
        return frame.durationMicros() > 0 ? frame.durationMicros() : UNKNOWN_DURATION_MICROS;
    }

    private Cut part(Opening opening, CutFrame first, long next, long endMicros, boolean closes) {
        return new Cut(
                Kind.MEDIA,
                opening.msn(),
                opening.part(),
                closes,
                !video || first.sync(),
                first,
                next,
                first.timeMicros(),
                Math.max(endMicros, first.timeMicros() + 1),
                opening.epoch());
    }
}
