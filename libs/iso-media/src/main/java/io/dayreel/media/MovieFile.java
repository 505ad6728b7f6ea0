package io.dayreel.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the tables of a progressive MP4 file say (ISO/IEC 14496-12): where each sample of each track lies and when it is
 * played, and which {@code uuid} boxes there are. Reads box headers and the movie box, of at most 64 MiB; takes about 30
 * bytes of memory a sample. Immutable.
 *
 * @param tracks with their samples
 * @param userBoxes in the order of the file
 */
public record MovieFile(List<MovieTrack> tracks, List<UserBoxPlace> userBoxes) {
    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;
    private static final int UUID_BYTES = 16;
    private static final int MAX_BOXES = 10_000;
    private static final int MAX_TRACKS = 256;

    /** @param offset of the content behind the type @param length of that content */
    public record UserBoxPlace(UUID type, long offset, long length) {}

    public MovieFile {
        tracks = List.copyOf(tracks);
        userBoxes = List.copyOf(userBoxes);
    }

    /** Whether the file begins as an MP4 file does. */
    public static boolean isMovie(MediaBytes file) throws IOException {
        return file.size() >= HEADER && file.read(0, HEADER).getInt(4) == BoxType.FTYP;
    }

    /** @throws MediaFormatException if the boxes or tables are malformed, or there is not exactly one movie box */
    public static MovieFile read(MediaBytes file) throws IOException {
        List<UserBoxPlace> userBoxes = new ArrayList<>();
        List<MovieTrack> tracks = null;
        long at = 0;
        for (int boxes = 0; at < file.size(); boxes++) {
            Box box = box(file, at);
            if (boxes == MAX_BOXES) {
                throw new MediaFormatException("", "more than " + MAX_BOXES + " boxes");
            }
            if (box.type == BoxType.UUID && box.length >= UUID_BYTES) {
                ByteBuffer type = file.read(box.content, UUID_BYTES);
                UUID id = new UUID(type.getLong(), type.getLong());
                userBoxes.add(new UserBoxPlace(id, box.content + UUID_BYTES, box.length - UUID_BYTES));
            } else if (box.type == BoxType.MOOV) {
                if (tracks != null || box.length > ReadLimits.DEFAULT.maxBoxBytes()) {
                    throw new MediaFormatException("moov", "a second one, or of " + box.length + " bytes");
                }
                tracks = tracks(file.read(box.content, (int) box.length));
            }
            at = box.content + box.length;
        }
        if (tracks == null) {
            throw new MediaFormatException("", "there is no moov");
        }
        return new MovieFile(tracks, userBoxes);
    }

    private record Box(int type, long content, long length) {}

    private static Box box(MediaBytes file, long at) throws IOException {
        long rest = file.size() - at;
        if (rest < HEADER) {
            throw new MediaFormatException("", "the file ends within a box header at byte " + at);
        }
        ByteBuffer header = file.read(at, (int) Math.min(rest, LARGE_HEADER));
        long size = header.getInt(0) & 0xffff_ffffL;
        int type = header.getInt(4);
        int headerLength = HEADER;
        if (size == 0) {
            size = rest;
        } else if (size == 1 && rest >= LARGE_HEADER) {
            size = header.getLong(HEADER);
            headerLength = LARGE_HEADER;
        }
        if (size < headerLength || size > rest) {
            throw new MediaFormatException(BoxType.name(type), "impossible size " + size + " at byte " + at);
        }
        return new Box(type, at + headerLength, size - headerLength);
    }

    private static List<MovieTrack> tracks(ByteBuffer bytes) throws MediaFormatException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        BoxContent moov = BoxContent.of(BoxType.MOOV, copy);
        long movieTimescale = Movie.timescale(moov.require(BoxType.MVHD));
        List<MovieTrack> tracks = new ArrayList<>();
        while (moov.hasBox()) {
            BoxContent box = moov.nextBox();
            if (box.type() == BoxType.MVEX || tracks.size() > MAX_TRACKS) {
                throw box.malformed("the file is fragmented, or has more than " + MAX_TRACKS + " tracks");
            }
            if (box.type() == BoxType.TRAK) {
                MediaTrack track = Movie.track(box, movieTimescale, Map.of()).track();
                if (tracks.stream().anyMatch(other -> other.description().id() == track.id())) {
                    throw box.malformed("track " + track.id() + " appears twice");
                }
                tracks.add(MovieTrack.read(track, box, movieTimescale));
            }
        }
        return tracks;
    }
}
