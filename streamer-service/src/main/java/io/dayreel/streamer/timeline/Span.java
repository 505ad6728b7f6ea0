package io.dayreel.streamer.timeline;

import io.dayreel.streamer.archive.ArchivedSpan;
import io.dayreel.tail.TailStretch;

/** The next frames of a run and where to read their visible copies. */
sealed interface Span {
    int run();

    long first();

    long last();

    record InTail(TailStretch stretch) implements Span {
        @Override
        public int run() {
            return stretch.run();
        }

        @Override
        public long first() {
            return stretch.first();
        }

        @Override
        public long last() {
            return stretch.last();
        }
    }

    record InArchive(ArchivedSpan archived) implements Span {
        @Override
        public int run() {
            return archived.run();
        }

        @Override
        public long first() {
            return archived.first();
        }

        @Override
        public long last() {
            return archived.last();
        }
    }
}
