package io.dayreel.media;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A track of a progressive file with its sample tables (ISO/IEC 14496-12, 8.5 to 8.7). Samples count from 1. Immutable. */
public final class MovieTrack {
    private static final int FULL_BOX = 4;
    private static final int MAX_SAMPLES = 1 << 23;

    private final MediaTrack description;
    private final OptionalLong playedAfter;
    private final List<byte[]> codecRecords;
    private final int[] sizes;
    private final long[] offsets;
    private final short[] descriptions;
    private final long[] decodeTicks;
    private final int[] compositionTicks;
    private final Optional<BitSet> sync;

    private MovieTrack(MediaTrack description, OptionalLong playedAfter, BoxContent stbl) throws MediaFormatException {
        this.description = description;
        this.playedAfter = playedAfter;
        codecRecords = codecRecords(stbl.require(BoxType.STSD), description.kind());
        sizes = sizes(stbl.require(BoxType.STSZ));
        offsets = new long[sizes.length];
        descriptions = new short[sizes.length];
        placeSamples(stbl);
        decodeTicks = decodeTicks(stbl.require(BoxType.STTS));
        Optional<BoxContent> ctts = stbl.find(BoxType.CTTS);
        compositionTicks = ctts.isPresent() ? compositionTicks(ctts.get()) : new int[sizes.length];
        Optional<BoxContent> stss = stbl.find(BoxType.STSS);
        sync = stss.isPresent() ? Optional.of(sync(stss.get())) : Optional.empty();
    }

    static MovieTrack read(MediaTrack track, BoxContent trak, long movieTimescale) throws MediaFormatException {
        BoxContent stbl = trak.require(BoxType.MDIA).require(BoxType.MINF).require(BoxType.STBL);
        return new MovieTrack(track, EditList.onlyShift(trak, track.timescale(), movieTimescale), stbl);
    }

    /** The track, as its first sample description says. */
    public MediaTrack description() {
        return description;
    }

    public int sampleCount() {
        return sizes.length;
    }

    /** Where the sample begins in the file, as the tables say; they may say anything. */
    public long offset(int sample) {
        return offsets[sample - 1];
    }

    /** Bytes of the sample, below zero if the tables say 2 GiB or more. */
    public int length(int sample) {
        return sizes[sample - 1];
    }

    /** Sum of the durations of the samples before it. */
    public long decodeTicks(int sample) {
        return decodeTicks[sample - 1];
    }

    /** To add to it for the time of presentation. */
    public int compositionTicks(int sample) {
        return compositionTicks[sample - 1];
    }

    /** Whether decoding can start here. */
    public boolean isSync(int sample) {
        return sync.isEmpty() || sync.get().get(sample);
    }

    /** The codec record that the sample is decoded with; not to be changed. */
    public byte[] codecRecord(int sample) {
        return codecRecords.get(descriptions[sample - 1]);
    }

    /** Ticks to add to a time of presentation for the time at which it is played; empty if the edit list plays nothing. */
    public OptionalLong playedAfterTicks() {
        return playedAfter;
    }

    private static List<byte[]> codecRecords(BoxContent stsd, MediaTrack.Kind kind) throws MediaFormatException {
        stsd.skip(FULL_BOX);
        long count = stsd.u32();
        List<byte[]> records = new ArrayList<>();
        while (records.size() < count && stsd.hasBox() && records.size() < Short.MAX_VALUE) {
            records.add(SampleEntry.read(stsd.nextBox(), kind).codecRecord());
        }
        return records;
    }

    private static int[] sizes(BoxContent stsz) throws MediaFormatException {
        stsz.skip(FULL_BOX);
        int constant = stsz.i32();
        int count = count(stsz, stsz.u32(), constant == 0 ? 4 : 0);
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = constant == 0 ? stsz.i32() : constant;
        }
        return sizes;
    }

    /** So that no count can ask for more memory than the box is worth. */
    private static int count(BoxContent box, long count, int bytesEach) throws MediaFormatException {
        if (count > MAX_SAMPLES || count * bytesEach > box.remaining()) {
            throw box.malformed(count + " entries");
        }
        return (int) count;
    }

    private void placeSamples(BoxContent stbl) throws MediaFormatException {
        Optional<BoxContent> narrow = stbl.find(BoxType.STCO);
        BoxContent chunks = narrow.isPresent() ? narrow.get() : stbl.require(BoxType.CO64);
        chunks.skip(FULL_BOX);
        int count = count(chunks, chunks.u32(), narrow.isPresent() ? 4 : 8);
        ChunkShapes shapes = new ChunkShapes(stbl.require(BoxType.STSC));
        int sample = 0;
        for (int chunk = 1; chunk <= count; chunk++) {
            long at = narrow.isPresent() ? chunks.u32() : chunks.u63();
            shapes.advanceTo(chunk);
            if (shapes.description < 1 || shapes.description > codecRecords.size()) {
                throw chunks.malformed("chunk " + chunk + " has sample description " + shapes.description);
            }
            for (long i = 0; i < shapes.samples; i++) {
                if (sample == sizes.length) {
                    throw chunks.malformed("more samples in chunks than there are");
                }
                offsets[sample] = at;
                descriptions[sample] = (short) (shapes.description - 1);
                at += sizes[sample] & 0xffff_ffffL;
                sample++;
            }
        }
        if (sample < sizes.length) {
            throw chunks.malformed(sizes.length - sample + " samples are in no chunk");
        }
    }

    /** How many samples of which description chunks have, from a first chunk on. */
    private static final class ChunkShapes {
        private final BoxContent stsc;
        private long left;
        private long nextFirst = Long.MAX_VALUE;
        private long nextSamples;
        private long nextDescription;
        private long samples;
        private long description;

        ChunkShapes(BoxContent stsc) throws MediaFormatException {
            this.stsc = stsc;
            stsc.skip(FULL_BOX);
            left = stsc.u32();
            readNext();
        }

        private void readNext() throws MediaFormatException {
            nextFirst = Long.MAX_VALUE;
            if (left > 0) {
                left--;
                nextFirst = stsc.u32();
                nextSamples = stsc.u32();
                nextDescription = stsc.u32();
            }
        }

        void advanceTo(long chunk) throws MediaFormatException {
            while (nextFirst <= chunk) {
                samples = nextSamples;
                description = nextDescription;
                readNext();
            }
        }
    }

    private long[] decodeTicks(BoxContent stts) throws MediaFormatException {
        stts.skip(FULL_BOX);
        long[] ticks = new long[sizes.length];
        long time = 0;
        int sample = 0;
        for (long entries = stts.u32(); entries > 0; entries--) {
            long count = stts.u32();
            long duration = stts.u32();
            if (count > sizes.length - sample) {
                throw stts.malformed("more durations than samples");
            }
            for (long i = 0; i < count; i++) {
                ticks[sample++] = time;
                time += duration;
            }
        }
        if (sample < sizes.length) {
            throw stts.malformed("fewer durations than samples");
        }
        return ticks;
    }

    private int[] compositionTicks(BoxContent ctts) throws MediaFormatException {
        ctts.skip(FULL_BOX);
        int[] ticks = new int[sizes.length];
        int sample = 0;
        for (long entries = ctts.u32(); entries > 0; entries--) {
            long count = ctts.u32();
            int offset = ctts.i32();
            if (count > sizes.length - sample) {
                throw ctts.malformed("more offsets than samples");
            }
            for (long i = 0; i < count; i++) {
                ticks[sample++] = offset;
            }
        }
        return ticks;
    }

    private BitSet sync(BoxContent stss) throws MediaFormatException {
        stss.skip(FULL_BOX);
        BitSet samples = new BitSet();
        for (int left = count(stss, stss.u32(), 4); left > 0; left--) {
            long sample = stss.u32();
            if (sample < 1 || sample > sizes.length) {
                throw stss.malformed("sample " + sample + " of " + sizes.length);
            }
            samples.set((int) sample);
        }
        return samples;
    }
}
