package io.dayreel.streamer.hls;

import io.dayreel.streamer.rendition.CounterTag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A playlist or manifest as it goes out, plain and compressed, made once for however many ask for it. The arrays are shared and not
 * changed.
 */
public record Rendered(byte[] plain, byte[] gzip, String etag) {

    /** Compresses it and makes its tag. */
    public static Rendered of(CharSequence text) {
        byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
        return new Rendered(plain, compress(plain), "\"" + CounterTag.of(plain) + "-" + plain.length + "\"");
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new FastGzip(target)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return target.toByteArray();
    }

    /** A day's playlist is mostly repetition: a little larger at this level, and made in half of the time. */
    private static final class FastGzip extends GZIPOutputStream {
        private static final int LEVEL = 3;

        FastGzip(OutputStream target) throws IOException {
            super(target);
            def.setLevel(LEVEL);
        }
    }

    /** Memory that it takes. */
    public long bytes() {
        return (long) plain.length + gzip.length;
    }
}
