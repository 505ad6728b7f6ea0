package io.dayreel.streamer.rest;

import io.dayreel.media.MediaBytes;
import io.dayreel.media.MovieFile;
import io.dayreel.media.MovieFile.UserBoxPlace;
import io.dayreel.media.MovieTrack;
import io.dayreel.protocol.clip.ClipFile;
import io.dayreel.protocol.clip.ClipMedia;
import io.dayreel.protocol.clip.ClipProof;
import io.dayreel.protocol.clip.ClipReport;
import io.dayreel.protocol.clip.ClipVerification;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** Holds a clip's bytes against the proof that it carries. */
final class CheckedClip {
    private CheckedClip() {}

    static ClipReport verify(byte[] clip) throws IOException {
        MovieFile movie = MovieFile.read(new InMemory(clip));
        UserBoxPlace box = movie.userBoxes().stream()
                .filter(each -> each.type().equals(ClipProof.BOX_TYPE))
                .findFirst()
                .orElseThrow();
        ByteBuffer proof =
                ByteBuffer.wrap(clip, (int) box.offset(), (int) box.length()).slice();
        List<ClipMedia.Track> tracks = movie.tracks().stream()
                .map(track -> (ClipMedia.Track) new Samples(track))
                .toList();
        ByteRange at = new ByteRange(box.offset(), box.length());
        return ClipVerification.of(
                new ClipFile("clip.mp4", new InMemory(clip), () -> tracks, ClipProof.read(proof), at), List.of());
    }

    private record InMemory(byte[] bytes) implements MediaBytes, ByteSource {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public ByteBuffer read(long offset, int length) {
            return ByteBuffer.wrap(bytes, (int) offset, length).slice();
        }
    }

    private record Samples(MovieTrack track) implements ClipMedia.Track {
        @Override
        public int id() {
            return track.description().id();
        }

        @Override
        public int sampleCount() {
            return track.sampleCount();
        }

        @Override
        public int timescale() {
            return (int) track.description().timescale();
        }

        @Override
        public OptionalLong playedAfterTicks() {
            return track.playedAfterTicks();
        }

        @Override
        public long offset(int sample) {
            return track.offset(sample);
        }

        @Override
        public int length(int sample) {
            return track.length(sample);
        }

        @Override
        public long decodeTicks(int sample) {
            return track.decodeTicks(sample);
        }

        @Override
        public long compositionTicks(int sample) {
            return track.compositionTicks(sample);
        }

        @Override
        public boolean isSync(int sample) {
            return track.isSync(sample);
        }

        @Override
        public byte[] codecRecord(int sample) {
            return track.codecRecord(sample);
        }
    }
}
