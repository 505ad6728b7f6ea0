package io.dayreel.cli.check;

import io.dayreel.media.MediaBytes;
import io.dayreel.media.MovieFile;
import io.dayreel.media.MovieTrack;
import io.dayreel.protocol.clip.ClipMedia;
import io.dayreel.protocol.segment.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** The tables of an MP4 file, for checking its samples. */
record MovieMedia(List<Track> tracks) implements ClipMedia {
    static MovieMedia of(MovieFile movie) {
        return new MovieMedia(movie.tracks().stream()
                .filter(track -> track.sampleCount() > 0)
                .map(track -> (Track) new Samples(track))
                .toList());
    }

    /** The same file, for those who read MP4. */
    static MediaBytes bytes(ByteSource source) {
        return new MediaBytes() {
            @Override
            public long size() throws IOException {
                return source.size();
            }

            @Override
            public ByteBuffer read(long offset, int length) throws IOException {
                return source.read(offset, length).slice();
            }
        };
    }

    private record Samples(MovieTrack track) implements Track {
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
            return Math.toIntExact(Math.min(track.description().timescale(), Integer.MAX_VALUE));
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
