package io.dayreel.streamer.thumbnails;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JPEG pictures one behind the other, as ffmpeg writes them. */
final class Jpegs {
    private static final int MARK = 0xff;
    private static final int END_OF_IMAGE = 0xd9;

    private Jpegs() {}

    /** The whole ones among them. In coded data a mark's first byte is always followed by zero or a restart number. */
    static List<byte[]> split(byte[] bytes) {
        List<byte[]> pictures = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i < bytes.length; i++) {
            if ((bytes[i - 1] & 0xff) == MARK && (bytes[i] & 0xff) == END_OF_IMAGE) {
                pictures.add(Arrays.copyOfRange(bytes, begin, i + 1));
                begin = i + 1;
            }
        }
        return pictures;
    }
}
