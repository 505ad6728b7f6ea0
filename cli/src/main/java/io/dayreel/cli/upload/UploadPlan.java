package io.dayreel.cli.upload;

import io.dayreel.protocol.hash.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is uploaded as what.
 *
 * @param id of the video, {@code [a-z0-9][a-z0-9_-]{0,62}}
 * @param partSeconds about how long a part plays
 * @param whole what the file is sent as if it is one part and needs no other container
 * @param fingerprint of the file and of how it is cut
 * @param captions that are sent along
 */
record UploadPlan(
        VideoFile video,
        String id,
        double partSeconds,
        Optional<String> whole,
        String fingerprint,
        List<CaptionsUpload> captions) {
    private static final int SAMPLE = 1 << 20;
    private static final int LONGEST_NAME = 50;
    private static final double SHORTEST_SECONDS = 1;

    /** @param partBytes about how many bytes a part has at most, if pictures are about equally large */
    static UploadPlan of(VideoFile video, Optional<String> id, Duration partLength, long partBytes) throws IOException {
        double wanted = partLength.toMillis() / 1000.0;
        double bySize = video.seconds() * partBytes / Math.max(1, video.bytes());
        double seconds = video.seconds() == 0 ? wanted : Math.max(SHORTEST_SECONDS, Math.min(wanted, bySize));
        boolean small = video.seconds() > 0 && video.seconds() <= wanted && video.bytes() <= partBytes;
        Optional<String> whole = small ? video.mediaType() : Optional.empty();
        String cut = whole.orElseGet(() -> String.format(Locale.ROOT, "%.3f", seconds));
        String fingerprint = fingerprint(video, cut);
        return new UploadPlan(
                video, id.orElseGet(() -> named(video, fingerprint)), seconds, whole, fingerprint, List.of());
    }

    /** The same with files of captions. */
    UploadPlan with(List<CaptionsUpload> files) {
        return new UploadPlan(video, id, partSeconds, whole, fingerprint, files);
    }

    /** Of its size and of a megabyte at its start, middle and end: enough to tell two videos apart. */
    private static String fingerprint(VideoFile video, String cut) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update((video.bytes() + " " + cut).getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(video.path())) {
            for (long at : new long[] {0, (video.bytes() - SAMPLE) / 2, video.bytes() - SAMPLE}) {
                ByteBuffer sample = ByteBuffer.allocate(SAMPLE);
                long from = Math.max(0, at);
                while (sample.hasRemaining() && channel.read(sample, from + sample.position()) > 0) {
                    continue;
                }
                digest.update(sample.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** The file's name, and what tells it from another of that name. */
    private static String named(VideoFile video, String fingerprint) {
        String name = video.path().getFileName().toString().toLowerCase(Locale.ROOT);
        String plain = name.replaceFirst("\\.[a-z0-9]{1,4}$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String start = plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
        return (start.isEmpty() ? "video" : start) + "-" + fingerprint.substring(0, 8);
    }
}
