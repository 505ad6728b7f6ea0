package io.dayreel.media;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns movie fragments (ISO/IEC 14496-12, 8.8) into the places of their samples. Keeps the decode time at which each
 * track goes on, for fragments that do not say theirs.
 */
final class MovieFragment {

    private static final long TIME_LIMIT = 1L << 61;

    private static final int BASE_DATA_OFFSET = 0x1;
    private static final int DESCRIPTION_INDEX = 0x2;
    private static final int DEFAULT_DURATION = 0x8;
    private static final int DEFAULT_SIZE = 0x10;
    private static final int DEFAULT_FLAGS = 0x20;
    private static final int BASE_IS_MOOF = 0x20000;

    private static final int DATA_OFFSET = 0x1;
    private static final int FIRST_FLAGS = 0x4;
    private static final int DURATIONS = 0x100;
    private static final int SIZES = 0x200;
    private static final int FLAGS = 0x400;
    private static final int COMPOSITION_OFFSETS = 0x800;

    private final Movie movie;
    private final ReadLimits limits;
    private final Map<Integer, Long> nextDecodeTimes = new HashMap<>();

    MovieFragment(Movie movie, ReadLimits limits) {
        this.movie = movie;
        this.limits = limits;
    }

    /** Where a sample's bytes are in the stream, and all else of it. */
    record Extent(
            int trackId, long offset, int size, long decodeTime, long compositionOffset, long duration, boolean sync) {}

    /**
     * @param moofOffset where the moof's header begins in the stream
     * @return the fragment's samples in order of their bytes
     */
    List<Extent> read(BoxContent moof, long moofOffset) throws MediaFormatException {
        List<Extent> extents = new ArrayList<>();
        long dataEnd = moofOffset;
        while (moof.hasBox()) {
            BoxContent traf = moof.nextBox();
            if (traf.type() == BoxType.TRAF) {
                dataEnd = track(traf, moofOffset, dataEnd, extents);
            }
        }
        extents.sort(Comparator.comparingLong(Extent::offset));
        return extents;
    }

    private record Header(Movie.Entry entry, SampleDefaults defaults, long base) {}

    private static Header header(BoxContent tfhd, Movie movie, long moofOffset, long dataEnd)
            throws MediaFormatException {
        int flags = tfhd.i32() & 0xffffff;
        int trackId = tfhd.i32();
        Movie.Entry entry = movie.entry(trackId).orElseThrow(() -> tfhd.malformed("track " + trackId + " is unknown"));
        long base = (flags & BASE_IS_MOOF) != 0 ? moofOffset : dataEnd;
        if ((flags & BASE_DATA_OFFSET) != 0) {
            base = tfhd.u63();
        }
        SampleDefaults inherited = entry.defaults();
        long description = (flags & DESCRIPTION_INDEX) != 0 ? tfhd.u32() : inherited.description();
        if (description != 1) {
            throw tfhd.malformed("sample description " + description + ", only the first can be read");
        }
        SampleDefaults defaults = new SampleDefaults(
                description,
                (flags & DEFAULT_DURATION) != 0 ? tfhd.u32() : inherited.duration(),
                (flags & DEFAULT_SIZE) != 0 ? tfhd.u32() : inherited.size(),
                (flags & DEFAULT_FLAGS) != 0 ? tfhd.i32() : inherited.flags());
        return new Header(entry, defaults, base);
    }

    /** Reads one traf and returns the end of its data, where the next one begins if it does not say. */
    private long track(BoxContent traf, long moofOffset, long dataEnd, List<Extent> extents)
            throws MediaFormatException {
        Header header = header(traf.require(BoxType.TFHD), movie, moofOffset, dataEnd);
        int trackId = header.entry.track().id();
        long decodeTime = nextDecodeTimes.getOrDefault(trackId, 0L);
        long offset = header.base;
        while (traf.hasBox()) {
            BoxContent box = traf.nextBox();
            if (box.type() == BoxType.TFDT) {
                decodeTime = decodeTime(box);
            } else if (box.type() == BoxType.TRUN) {
                Run run = new Run(box, header, offset, decodeTime);
                run.read(extents);
                offset = run.offset;
                decodeTime = run.decodeTime;
            }
        }
        nextDecodeTimes.put(trackId, decodeTime);
        return offset;
    }

    /** Version 1 is read as signed: ffmpeg writes a decode time below zero in two's complement. */
    private static long decodeTime(BoxContent tfdt) throws MediaFormatException {
        int version = tfdt.u8();
        tfdt.skip(3);
        long time = version == 1 ? tfdt.i64() : tfdt.u32();
        if (time >= TIME_LIMIT || time <= -TIME_LIMIT) {
            throw tfdt.malformed("decode time " + time + " is out of range");
        }
        return time;
    }

    /** One trun while it is read. */
    private final class Run {
        private final BoxContent trun;
        private final Header header;
        private long offset;
        private long decodeTime;

        Run(BoxContent trun, Header header, long offset, long decodeTime) {
            this.trun = trun;
            this.header = header;
            this.offset = offset;
            this.decodeTime = decodeTime;
        }

        void read(List<Extent> extents) throws MediaFormatException {
            int version = trun.u8();
            int flags = trun.u24();
            long count = trun.u32();
            if (count > limits.maxFragmentSamples() - extents.size()) {
                throw trun.malformed("more than " + limits.maxFragmentSamples() + " samples in one fragment");
            }
            if ((flags & DATA_OFFSET) != 0) {
                offset = header.base + trun.i32();
            }
            if (offset < 0) {
                throw trun.malformed("data before the start of the stream");
            }
            int firstFlags = (flags & FIRST_FLAGS) != 0 ? trun.i32() : header.defaults.flags();
            for (long i = 0; i < count; i++) {
                extents.add(sample(version, flags, i == 0 ? firstFlags : header.defaults.flags()));
            }
        }

        private Extent sample(int version, int flags, int defaultFlags) throws MediaFormatException {
            long duration = (flags & DURATIONS) != 0 ? trun.u32() : header.defaults.duration();
            long size = (flags & SIZES) != 0 ? trun.u32() : header.defaults.size();
            int sampleFlags = (flags & FLAGS) != 0 ? trun.i32() : defaultFlags;
            long composition = 0;
            if ((flags & COMPOSITION_OFFSETS) != 0) {
                composition = version == 0 ? trun.u32() : trun.i32();
            }
            if (size > limits.maxSampleBytes()) {
                throw trun.malformed("a sample of " + size + " bytes, the limit is " + limits.maxSampleBytes());
            }
            Extent extent = new Extent(
                    header.entry.track().id(),
                    offset,
                    (int) size,
                    decodeTime + header.entry.presentationShift(),
                    composition,
                    duration,
                    SampleDefaults.isSync(sampleFlags));
            offset += size;
            decodeTime += duration;
            if (decodeTime >= TIME_LIMIT) {
                throw trun.malformed("decode time " + decodeTime + " is out of range");
            }
            return extent;
        }
    }
}
