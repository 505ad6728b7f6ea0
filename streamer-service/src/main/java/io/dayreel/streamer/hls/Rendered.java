package io.dayreel.streamer.hls;

import io.dayreel.streamer.rendition.CounterTag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A playlist as it goes out, plain and compressed, made once for however many ask for it. The arrays are shared and not
 * changed.
 */
public record Rendered(byte[] plain, byte[] gzip, String etag) {

    static Rendered of(CharSequence text) {
        byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
        return new Rendered(plain, compress(plain), "\"" + CounterTag.of(plain) + "-" + plain.length + "\"");
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return target.toByteArray();
    }

    long bytes() {
        return (long) plain.length + gzip.length;
    }
}
