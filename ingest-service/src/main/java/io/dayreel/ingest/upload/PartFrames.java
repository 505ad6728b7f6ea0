package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.ingest.upload.ProbedPart.ProbedStream;
import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.media.DecodeOrder;
import io.dayreel.media.FragmentedMp4Reader;
import io.dayreel.media.MediaPart;
import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.MediaTracks;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns what ffmpeg writes of a part into the frames of its run. The first track of pictures leads, or of sound where
 * there are none: from its first frame to its end the part is played, and the next part's leader goes on there. One use
 * by one thread.
 */
final class PartFrames {
    private static final int FIRST_AUDIO = 1;
    private static final int MAX_AUDIO = 31;
    private static final int FURTHER_VIDEO = 32;
    private static final int MAX_VIDEO = 16;
    private static final String GROUP = "main";
    private static final long MAX_DURATION_MICROS = 0xFFFF_FFFFL;

    private final List<ProbedStream> streams;
    private final List<PartText> texts;
    private final RunFile run;
    private final Deque<PartFrame> cues = new ArrayDeque<>();
    private final DecodeOrder<PartFrame> order = new DecodeOrder<>(
            frame -> frame.header().track(), frame -> frame.header().timeMicros());
    private final Map<Integer, PartTrack> byId = new LinkedHashMap<>();
    private Optional<PartTrack> leader = Optional.empty();
    private long leaderStart = Long.MAX_VALUE;
    private long leaderEnd = Long.MIN_VALUE;
    private long durationMicros;

    /** @param streams that ffmpeg was asked for, in that order @param texts that go between their frames */
    PartFrames(List<ProbedStream> streams, List<PartText> texts, RunFile run) {
        this.streams = streams;
        this.texts = texts;
        this.run = run;
    }

    /** Reads to the end. @return why the part cannot be stored, if it cannot */
    Optional<UploadRefused> readAll(InputStream output) throws IOException {
        try (FragmentedMp4Reader reader = new FragmentedMp4Reader(output)) {
            Optional<MediaPart> next = reader.next();
            while (next.isPresent()) {
                accept(next.get());
                drain();
                next = reader.next();
            }
            order.finish();
            drain();
            appendCues(Long.MAX_VALUE);
            if (leaderEnd == Long.MIN_VALUE) {
                throw new UploadRefused(Reason.MALFORMED, "there are no pictures and no sound in it");
            }
            run.end(leaderEnd);
            durationMicros = leaderEnd - leaderStart;
            return Optional.empty();
        } catch (UploadRefused e) {
            return Optional.of(e);
        }
    }

    private void accept(MediaPart part) throws UploadRefused {
        if (part instanceof MediaTracks tracks) {
            describe(tracks);
        } else if (part instanceof MediaSample sample) {
            PartTrack track = byId.get(sample.trackId());
            if (track != null) {
                order.add(frame(track, sample));
            }
        }
    }

    private void describe(MediaTracks tracks) throws UploadRefused {
        if (!byId.isEmpty()) {
            throw new UploadRefused(Reason.MALFORMED, "its codecs change within the part: cut it there");
        }
        long videos = streams.stream().filter(ProbedStream::isVideo).count();
        int video = 0;
        int audio = 0;
        List<MediaTrack> all = tracks.tracks();
        for (int i = 0; i < all.size() && i < streams.size(); i++) {
            boolean pictures = all.get(i).kind() == MediaTrack.Kind.VIDEO;
            int number = pictures ? videoTrack(video++) : audioTrack(audio++);
            Optional<String> group = pictures && videos > 1 ? Optional.of(GROUP) : Optional.empty();
            add(new PartTrack(number, all.get(i), streams.get(i).language(), group));
        }
        leader = byId.values().stream().filter(PartTrack::isVideo).findFirst().or(() -> byId.values().stream()
                .findFirst());
        order.expect(byId.size());
        leader.ifPresent(track -> order.beginWith(track.number()));
    }

    private static int videoTrack(int index) throws UploadRefused {
        if (index > MAX_VIDEO) {
            throw new UploadRefused(Reason.MALFORMED, "it has more than " + (MAX_VIDEO + 1) + " tracks of pictures");
        }
        return index == 0 ? 0 : FURTHER_VIDEO + index - 1;
    }

    private static int audioTrack(int index) throws UploadRefused {
        if (index >= MAX_AUDIO) {
            throw new UploadRefused(Reason.MALFORMED, "it has more than " + MAX_AUDIO + " tracks of sound");
        }
        return FIRST_AUDIO + index;
    }

    private void add(PartTrack track) throws UploadRefused {
        if (track.codec() == Codec.UNKNOWN) {
            throw new UploadRefused(
                    Reason.MALFORMED, "frames cannot carry " + track.media().codec());
        }
        byId.put(track.media().id(), track);
        run.configure(track.number(), track.codec(), track.configuration());
    }

    private PartFrame frame(PartTrack track, MediaSample sample) {
        long time = track.media().micros(sample.decodeTime());
        long end = track.media().micros(sample.decodeTime() + sample.duration());
        if (leader.filter(track::equals).isPresent()) {
            leaderStart = Math.min(leaderStart, time);
            leaderEnd = Math.max(leaderEnd, end);
        }
        long composition = track.media().micros(sample.decodeTime() + sample.compositionOffset()) - time;
        FrameHeader header = FrameHeader.of(track.type(), track.codec())
                .onTrack(track.number())
                .withConfiguration(PartTrack.CONFIGURATION)
                .withFlags(sample.sync() ? FrameFlags.SYNC : 0)
                .timed(time, clamped(composition), Math.min(end - time, MAX_DURATION_MICROS));
        return new PartFrame(header, sample.bytes());
    }

    private static int clamped(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private void drain() throws IOException, UploadRefused {
        if (run.frames() == 0 && order.isReady()) {
            run.begin(order.earliestTime());
            beginCues();
        }
        for (Optional<PartFrame> ready = order.poll(); ready.isPresent(); ready = order.poll()) {
            if (run.frames() > 0) {
                appendCues(ready.get().header().timeMicros());
            }
            run.append(ready.get());
        }
    }

    private void beginCues() {
        texts.forEach(text -> run.configure(text.number(), Codec.UTF8_TEXT, text.configuration()));
        texts.stream()
                .flatMap(text -> text.frames(PartDemux.OFFSET_SECONDS * 1_000_000).stream())
                .sorted(Comparator.comparingLong(cue -> cue.header().timeMicros()))
                .forEach(cues::add);
    }

    /** A cue lies before the first frame that is later. */
    private void appendCues(long untilMicros) throws IOException, UploadRefused {
        while (!cues.isEmpty() && cues.peek().header().timeMicros() <= untilMicros) {
            run.append(cues.remove());
        }
    }

    List<UploadedPart.Track> facts() {
        return Stream.concat(
                        byId.values().stream().map(PartTrack::facts),
                        texts.stream().map(PartText::facts))
                .toList();
    }

    long frames() {
        return run.frames();
    }

    /** From the leader's first frame to its end. */
    long durationMicros() {
        return durationMicros;
    }
}
