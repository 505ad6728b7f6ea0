package io.dayreel.media;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a movie box says that later fragments need: the tracks, each track's sample defaults (trex) and by how much its
 * edit list moves it.
 */
record Movie(Map<Integer, Entry> entries) {

    private static final int MAX_TRACKS = 256;
    private static final int VIDEO_HANDLER = BoxType.code("vide");
    private static final int AUDIO_HANDLER = BoxType.code("soun");

    /**
     * @param presentationShift timescale units to add to every time in the file, from the edit list
     */
    record Entry(MediaTrack track, long presentationShift, SampleDefaults defaults) {}

    static Movie read(BoxContent moov) throws MediaFormatException {
        BoxContent mvhd = moov.require(BoxType.MVHD);
        long movieTimescale = timescale(mvhd);
        Map<Integer, SampleDefaults> defaults = defaults(moov);
        Map<Integer, Entry> entries = new LinkedHashMap<>();
        while (moov.hasBox()) {
            BoxContent box = moov.nextBox();
            if (box.type() != BoxType.TRAK) {
                continue;
            }
            Entry entry = track(box, movieTimescale, defaults);
            if (entries.put(entry.track().id(), entry) != null) {
                throw box.malformed("track " + entry.track().id() + " appears twice");
            }
            if (entries.size() > MAX_TRACKS) {
                throw box.malformed("more than " + MAX_TRACKS + " tracks");
            }
        }
        return new Movie(entries);
    }

    Optional<Entry> entry(int trackId) {
        return Optional.ofNullable(entries.get(trackId));
    }

    MediaTracks tracks() {
        List<MediaTrack> tracks = new ArrayList<>();
        entries.values().forEach(entry -> tracks.add(entry.track()));
        return new MediaTracks(tracks);
    }

    private static Map<Integer, SampleDefaults> defaults(BoxContent moov) throws MediaFormatException {
        Map<Integer, SampleDefaults> defaults = new LinkedHashMap<>();
        Optional<BoxContent> extension = moov.find(BoxType.MVEX);
        if (extension.isEmpty()) {
            throw moov.malformed("has no mvex: the file is not fragmented");
        }
        BoxContent mvex = extension.get();
        while (mvex.hasBox() && defaults.size() <= MAX_TRACKS) {
            BoxContent trex = mvex.nextBox();
            if (trex.type() == BoxType.TREX) {
                trex.skip(4);
                int trackId = trex.i32();
                long description = trex.u32();
                defaults.put(trackId, new SampleDefaults(description, trex.u32(), trex.u32(), trex.i32()));
            }
        }
        return defaults;
    }

    static Entry track(BoxContent trak, long movieTimescale, Map<Integer, SampleDefaults> defaults)
            throws MediaFormatException {
        int id = trackId(trak.require(BoxType.TKHD));
        BoxContent mdia = trak.require(BoxType.MDIA);
        BoxContent mdhd = mdia.require(BoxType.MDHD);
        long timescale = timescale(mdhd);
        String language = language(mdhd);
        MediaTrack.Kind kind = kind(mdia.require(BoxType.HDLR));
        BoxContent stsd = mdia.require(BoxType.MINF).require(BoxType.STBL).require(BoxType.STSD);
        SampleEntry entry = firstEntry(stsd, kind);
        MediaTrack track = new MediaTrack(
                id,
                kind,
                entry.format(),
                entry.codec(),
                entry.width(),
                entry.height(),
                entry.sampleRate(),
                entry.channels(),
                timescale,
                language,
                entry.codecRecord());
        long shift = EditList.shift(trak, timescale, movieTimescale);
        return new Entry(track, shift, defaults.getOrDefault(id, SampleDefaults.NONE));
    }

    private static int trackId(BoxContent tkhd) throws MediaFormatException {
        int version = tkhd.u8();
        tkhd.skip(3 + (version == 1 ? 16 : 8));
        return tkhd.i32();
    }

    /** The timescale of an mvhd or mdhd, which begin alike; leaves the cursor behind the duration. */
    static long timescale(BoxContent box) throws MediaFormatException {
        int version = box.u8();
        box.skip(3 + (version == 1 ? 16 : 8));
        long timescale = box.u32();
        box.skip(version == 1 ? 8 : 4);
        if (timescale == 0) {
            throw box.malformed("timescale 0");
        }
        return timescale;
    }

    /** Three letters of five bits each behind the mdhd's duration; a value below 0x400 is a QuickTime code. */
    private static String language(BoxContent mdhd) throws MediaFormatException {
        int packed = mdhd.u16();
        StringBuilder letters = new StringBuilder(3);
        for (int shift = 10; shift >= 0; shift -= 5) {
            int letter = packed >>> shift & 0x1f;
            if (letter < 1 || letter > 26) {
                return "und";
            }
            letters.append((char) ('a' + letter - 1));
        }
        return letters.toString();
    }

    private static MediaTrack.Kind kind(BoxContent hdlr) throws MediaFormatException {
        hdlr.skip(8);
        int handler = hdlr.i32();
        if (handler == VIDEO_HANDLER) {
            return MediaTrack.Kind.VIDEO;
        }
        return handler == AUDIO_HANDLER ? MediaTrack.Kind.AUDIO : MediaTrack.Kind.OTHER;
    }

    private static SampleEntry firstEntry(BoxContent stsd, MediaTrack.Kind kind) throws MediaFormatException {
        stsd.skip(8);
        if (!stsd.hasBox()) {
            throw stsd.malformed("describes no samples");
        }
        return SampleEntry.read(stsd.nextBox(), kind);
    }
}
