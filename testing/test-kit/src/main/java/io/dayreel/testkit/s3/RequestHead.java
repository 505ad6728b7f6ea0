package io.dayreel.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A request's first line and headers, byte by byte as received, so that its signature still holds when passed on. */
record RequestHead(byte[] bytes, S3Request request) {
    private static final int MAX_BYTES = 64 * 1024;

    /** Empty if the client closed the connection before another request. */
    static Optional<RequestHead> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0 || head.size() == MAX_BYTES) {
                return Optional.empty();
            }
            head.write(b);
            boolean expected = b == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : 0;
        }
        return Optional.of(of(head.toByteArray()));
    }

    private static RequestHead of(byte[] bytes) throws IOException {
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] first = lines[0].split(" ", -1);
        long contentLength = 0;
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                contentLength =
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                throw new IOException("a body without a length is not passed on: " + lines[0]);
            }
        }
        return new RequestHead(bytes, new S3Request(first[0], first[1], contentLength));
    }
}
