package io.dayreel.testkit.media;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * An H.264 clip in which each picture carries its own number, so that a test can read from a screenshot or a canvas
 * which picture is shown. The rest of the picture moves, so that frames have sizes as from a camera.
 *
 * <p>How a number is read back, whatever size the picture is shown at: the top two ninths of the picture are 2 rows of
 * 16 blocks, each 1/16 of the width and 1/9 of the height. The block in row r (0–1) and column c (0–15) is bit
 * {@code 31 − (16 r + c)} of a word, 1 if the mean luma of the middle half of the block (both ways) is at least 128.
 * Bits 31–8 are the picture's number from 0; bits 7–0 are the exclusive-or of its three bytes and 0x5A. A word whose
 * check does not fit is no coded picture: a black or white one, or one between two others. {@link #JAVASCRIPT} is the
 * same for a browser.
 *
 * @param width pixels, a multiple of 32, at least 320
 * @param height pixels, a multiple of 18, at least 180
 * @param framesPerSecond pictures a second
 * @param frames number of pictures, at most 2^24
 * @param framesPerGop pictures from key frame to key frame
 * @param bFrames B-frames between references
 * @param audio whether there is a tone in AAC
 */
public record FrameCodedVideo(
        int width, int height, int framesPerSecond, int frames, int framesPerGop, int bFrames, boolean audio) {

    /**
     * A function expression for a page: {@code readFrameNumber(source)} draws a canvas, video or image and returns the
     * number of the picture, or −1 if it shows none.
     */
    public static final String JAVASCRIPT = """
            (function readFrameNumber(source) {
              const w = 640, h = 360;
              const canvas = document.createElement('canvas');
              canvas.width = w; canvas.height = h;
              const context = canvas.getContext('2d', { willReadFrequently: true });
              context.drawImage(source, 0, 0, w, h);
              const pixels = context.getImageData(0, 0, w, h * 2 / 9).data;
              let word = 0;
              for (let block = 0; block < 32; block++) {
                const left = (block % 16) * 40 + 10, top = (block >> 4) * 40 + 10;
                let sum = 0;
                for (let y = top; y < top + 20; y++) {
                  for (let x = left; x < left + 20; x++) {
                    const at = (y * w + x) * 4;
                    sum += 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2];
                  }
                }
                word = ((word << 1) | (sum / 400 >= 128 ? 1 : 0)) >>> 0;
              }
              const number = word >>> 8;
              const check = (number >> 16) ^ ((number >> 8) & 255) ^ (number & 255) ^ 0x5A;
              return check === (word & 255) ? number : -1;
            })""";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int COLUMNS = 16;
    private static final int ROWS = 2;
    private static final int ROW_HEIGHTS_PER_PICTURE = 9;
    private static final byte BLACK = 16;
    private static final byte WHITE = (byte) 235;

    public FrameCodedVideo {
        if (width < 320 || width % 32 != 0 || height < 180 || height % 18 != 0) {
            throw new IllegalArgumentException(
                    "width is a multiple of 32 from 320, height of 18 from 180, not " + width + "×" + height);
        }
        if (framesPerSecond < 1 || frames < 1 || frames > 1 << 24 || framesPerGop < 1 || bFrames < 0) {
            throw new IllegalArgumentException("rates and counts are positive, and there are at most 2^24 pictures");
        }
    }

    /** 640×360 at 25 fps with a key frame a second, no B-frames, no sound. */
    public static FrameCodedVideo of(int frames) {
        return new FrameCodedVideo(640, 360, 25, frames, 25, 0, false);
    }

    /** The same clip with a tone. */
    public FrameCodedVideo withAudio() {
        return new FrameCodedVideo(width, height, framesPerSecond, frames, framesPerGop, bFrames, true);
    }

    /** The same clip with another rhythm. */
    public FrameCodedVideo withRate(int fps, int gop, int b) {
        return new FrameCodedVideo(width, height, fps, frames, gop, b, audio);
    }

    /** The same clip with larger or smaller pictures. */
    public FrameCodedVideo withSize(int newWidth, int newHeight) {
        return new FrameCodedVideo(newWidth, newHeight, framesPerSecond, frames, framesPerGop, bFrames, audio);
    }

    /** Makes the clip; the file name's ending names the container. Returns {@code file}. */
    public Path create(Ffmpeg ffmpeg, Path file) {
        List<String> arguments = new ArrayList<>(List.of("-f", "rawvideo", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-s", width + "x" + height, "-r", Integer.toString(framesPerSecond), "-i", "pipe:0"));
        if (audio) {
            String seconds = Double.toString((double) frames / framesPerSecond);
            arguments.addAll(List.of("-f", "lavfi", "-t", seconds, "-i", "sine=frequency=440:sample_rate=48000"));
            arguments.addAll(List.of("-c:a", "aac", "-b:a", "96k"));
        }
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-sc_threshold", "0"));
        arguments.addAll(List.of("-g", Integer.toString(framesPerGop), "-bf", Integer.toString(bFrames)));
        arguments.add(file.toString());
        ffmpeg.run(arguments, LIMIT, this::writePictures);
        return file;
    }

    /**
     * The number in a picture's luma plane.
     *
     * @param luma one byte a pixel, row by row
     * @return empty if the picture carries no number that checks
     */
    public static OptionalInt read(byte[] luma, int width, int height) {
        int word = 0;
        for (int block = 0; block < ROWS * COLUMNS; block++) {
            word = word << 1 | (isWhite(luma, width, height, block) ? 1 : 0);
        }
        int number = word >>> 8;
        return codeWord(number) == word ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static boolean isWhite(byte[] luma, int width, int height, int block) {
        double blockWidth = (double) width / COLUMNS;
        double blockHeight = (double) height / ROW_HEIGHTS_PER_PICTURE;
        int left = (int) ((block % COLUMNS + 0.25) * blockWidth);
        int top = (int) ((block / COLUMNS + 0.25) * blockHeight);
        long sum = 0;
        long pixels = 0;
        for (int y = top; y < top + blockHeight / 2; y++) {
            for (int x = left; x < left + blockWidth / 2; x++) {
                sum += luma[y * width + x] & 0xFF;
                pixels++;
            }
        }
        return sum >= 128 * pixels;
    }

    private static int codeWord(int number) {
        int check = (number >>> 16) ^ (number >>> 8 & 0xFF) ^ (number & 0xFF) ^ 0x5A;
        return number << 8 | check;
    }

    private void writePictures(OutputStream standardInput) throws IOException {
        byte[] picture = new byte[width * height * 3 / 2];
        Arrays.fill(picture, width * height, picture.length, (byte) 128);
        try (BufferedOutputStream out = new BufferedOutputStream(standardInput, 1 << 20)) {
            for (int number = 0; number < frames; number++) {
                draw(picture, number);
                out.write(picture);
            }
        }
    }

    private void draw(byte[] picture, int number) {
        int word = codeWord(number);
        int blockHeight = height / ROW_HEIGHTS_PER_PICTURE;
        for (int y = 0; y < height; y++) {
            int row = y / blockHeight;
            for (int x = 0; x < width; x++) {
                picture[y * width + x] = row < ROWS
                        ? (word >>> 31 - (row * COLUMNS + x * COLUMNS / width) & 1) == 1 ? WHITE : BLACK
                        : scene(x, y, number);
            }
        }
    }

    /** A slanted pattern that moves two pixels a picture. */
    private static byte scene(int x, int y, int number) {
        return (byte) (64 + ((x + 2 * number ^ y) & 0x7F));
    }
}
