package io.dayreel.media;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Reads a fragmented MP4 stream as it arrives: the tracks, then every sample in the order of its bytes. A movie box in
 * mid-stream gives the tracks again and what follows belongs to them.
 *
 * <p>Memory: one box without media data, or one sample, at a time, within {@link ReadLimits}; media data that belongs to
 * no sample is passed over. Bad bytes end in a {@link MediaFormatException}, after which the reader cannot go on. Blocks
 * while the stream does. Not thread-safe. Closing closes the stream, from any thread.
 */
public final class FragmentedMp4Reader implements AutoCloseable {

    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final ByteSource source;
    private final ReadLimits limits;
    private final Deque<MovieFragment.Extent> waiting = new ArrayDeque<>();
    private Optional<MovieFragment> fragments = Optional.empty();
    private long mediaEnd;

    /** Reads with {@link ReadLimits#DEFAULT}. */
    public FragmentedMp4Reader(InputStream in) {
        this(in, ReadLimits.DEFAULT);
    }

    /** @param in owned from here on */
    public FragmentedMp4Reader(InputStream in, ReadLimits limits) {
        this.in = in;
        this.source = new ByteSource(new BufferedInputStream(in, 1 << 16));
        this.limits = limits;
    }

    /**
     * The next tracks or sample; empty at the end of the stream, and from then on.
     *
     * @throws MediaFormatException if the bytes are malformed, pass a limit, or end within a box or before a sample
     * @throws IOException if the stream fails
     */
    public Optional<MediaPart> next() throws IOException {
        while (true) {
            MovieFragment.Extent extent = waiting.peek();
            if (extent != null && extent.size() == 0) {
                waiting.remove();
                return Optional.of(sample(extent, NOTHING));
            } else if (extent != null && source.position() < mediaEnd) {
                if (extent.offset() + extent.size() <= mediaEnd) {
                    waiting.remove();
                    return Optional.of(sample(extent, bytes(extent)));
                }
                if (extent.offset() < mediaEnd) {
                    throw new MediaFormatException("mdat", "ends within a sample");
                }
            }
            pass("mdat", Math.max(0, mediaEnd - source.position()));
            Optional<BoxHeader> header = BoxHeader.read(source, limits);
            if (header.isEmpty()) {
                if (!waiting.isEmpty()) {
                    throw new MediaFormatException("moof", "the stream ends before " + waiting.size() + " samples");
                }
                return Optional.empty();
            }
            Optional<MediaPart> tracks = open(header.get());
            if (tracks.isPresent()) {
                return tracks;
            }
        }
    }

    private Optional<MediaPart> open(BoxHeader box) throws IOException {
        if (box.type() == BoxType.MOOV) {
            requireNothingWaiting(box);
            Movie movie = Movie.read(content(box));
            fragments = Optional.of(new MovieFragment(movie, limits));
            return Optional.of(movie.tracks());
        } else if (box.type() == BoxType.MOOF) {
            requireNothingWaiting(box);
            MovieFragment fragment =
                    fragments.orElseThrow(() -> new MediaFormatException("moof", "comes before any movie box"));
            waiting.addAll(fragment.read(content(box), box.offset()));
        } else if (box.type() == BoxType.MDAT) {
            mediaEnd = source.position() + box.contentBytes();
        } else {
            pass(BoxType.name(box.type()), box.contentBytes());
        }
        return Optional.empty();
    }

    private void requireNothingWaiting(BoxHeader box) throws MediaFormatException {
        if (!waiting.isEmpty()) {
            throw new MediaFormatException(
                    BoxType.name(box.type()), "comes before " + waiting.size() + " samples of the fragment before it");
        }
    }

    private BoxContent content(BoxHeader box) throws IOException {
        try {
            return BoxContent.of(box.type(), source.take((int) box.contentBytes()));
        } catch (EOFException cut) {
            throw new MediaFormatException(BoxType.name(box.type()), "the stream ends within it");
        }
    }

    private byte[] bytes(MovieFragment.Extent extent) throws IOException {
        if (extent.offset() < source.position()) {
            throw new MediaFormatException("moof", "a sample lies before its media data or overlaps another");
        }
        pass("mdat", extent.offset() - source.position());
        try {
            return source.take(extent.size());
        } catch (EOFException cut) {
            throw new MediaFormatException("mdat", "the stream ends within a sample");
        }
    }

    private static MediaSample sample(MovieFragment.Extent extent, byte[] bytes) {
        return new MediaSample(
                extent.trackId(),
                extent.decodeTime(),
                extent.compositionOffset(),
                extent.duration(),
                extent.sync(),
                bytes);
    }

    private void pass(String box, long length) throws IOException {
        try {
            source.skip(length);
        } catch (EOFException cut) {
            throw new MediaFormatException(box, "the stream ends within it");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
