package io.dayreel.media.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads files of captions: WebVTT (W3C, section 4) and SubRip, told apart by the first line. Takes UTF-8 with or without a
 * byte order mark and any line ends; identifiers, settings, notes, styles and regions are passed over. Memory is bounded by
 * the limits here.
 */
public final class CueFile {
    /** A longer file is refused. */
    public static final int MAX_BYTES = 8 << 20;

    /** More cues are refused. */
    public static final int MAX_CUES = 50_000;

    /** A longer text of one cue, in UTF-8, is refused. */
    public static final int MAX_PAYLOAD_BYTES = 16 << 10;

    private static final String SIGNATURE = "WEBVTT";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private CueFile() {}

    /** Whether a file begins as WebVTT does; what does not is read as SubRip. */
    public static boolean isWebVtt(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, SIGNATURE.length() + 3), StandardCharsets.UTF_8);
        boolean marked = !start.isEmpty() && start.charAt(0) == BYTE_ORDER_MARK;
        return start.startsWith(SIGNATURE, marked ? 1 : 0);
    }

    /**
     * The cues by ascending start, those of one start in the file's order.
     *
     * @throws CueFormatException with the number of the line at fault
     */
    public static List<Cue> read(byte[] file) throws CueFormatException {
        if (file.length > MAX_BYTES) {
            throw new CueFormatException(
                    1, "the file has " + file.length + " bytes, at most " + MAX_BYTES + " are read: split it");
        }
        List<String> lines = lines(text(file));
        boolean webVtt = lines.get(0).startsWith(SIGNATURE);
        List<Cue> cues = new ArrayList<>(webVtt ? WebVttBlocks.read(lines) : SubRipBlocks.read(lines));
        cues.sort(Comparator.comparingLong(Cue::startMicros));
        return cues;
    }

    private static String text(byte[] file) throws CueFormatException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            String text = decoder.decode(ByteBuffer.wrap(file)).toString();
            return text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1);
        } catch (CharacterCodingException notText) {
            throw new CueFormatException(firstBadLine(file), "this is not UTF-8: save the file as UTF-8");
        }
    }

    /** The line whose bytes alone are not UTF-8; no line feed is part of another character. */
    private static int firstBadLine(byte[] file) {
        int line = 1;
        int start = 0;
        for (int i = 0; i <= file.length; i++) {
            if (i == file.length || file[i] == '\n') {
                String decoded = new String(file, start, i - start, StandardCharsets.UTF_8);
                if (decoded.getBytes(StandardCharsets.UTF_8).length != i - start || decoded.indexOf('\uFFFD') >= 0) {
                    return line;
                }
                line++;
                start = i + 1;
            }
        }
        return line - 1;
    }

    /** CR LF, LF and CR end a line; NUL is replaced as WebVTT says. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lines.add(text.substring(start, i).replace('\0', '\uFFFD'));
                boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
                i += pair ? 1 : 0;
                start = i + 1;
            }
        }
        lines.add(text.substring(start).replace('\0', '\uFFFD'));
        return lines;
    }
}
