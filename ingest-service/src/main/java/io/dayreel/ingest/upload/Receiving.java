package io.dayreel.ingest.upload;

import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.protocol.hash.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A part while it is received: its bytes so far in a scratch file, and their digest. One of {@link #finish}, {@link
 * PartsUnderWay#keep} and {@link #close} ends it. One thread at a time; calls block on the disk.
 */
public final class Receiving implements AutoCloseable {
    private static final int ROOM_STEP = 1 << 20;

    private final Optional<PartId> id;
    private final ScratchFile file;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private MessageDigest content = Sha256.digest();
    private boolean goneOn;
    private final long maxBytes;
    private long bytes;
    private long room;

    Receiving(Optional<PartId> id, ScratchFile file, long maxBytes) throws IOException {
        this.id = id;
        this.file = file;
        this.maxBytes = maxBytes;
        this.channel = FileChannel.open(file.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Empty while the sender has not said which part it is. */
    Optional<PartId> id() {
        return id;
    }

    /** Bytes received so far. */
    public long bytes() {
        return bytes;
    }

    /**
     * Appends bytes.
     *
     * @throws UploadRefused TOO_LARGE, or BUSY if the scratch space is full; what came before stays
     */
    public void write(ByteBuffer more) throws IOException, UploadRefused {
        if (bytes + more.remaining() > maxBytes) {
            throw new UploadRefused(
                    Reason.TOO_LARGE, "a part has at most " + maxBytes + " bytes: cut the video into smaller ones");
        }
        if (room < more.remaining()) {
            int step = Math.max(ROOM_STEP, more.remaining());
            file.grow(step);
            room += step;
        }
        room -= more.remaining();
        bytes += more.remaining();
        digest.update(more.duplicate());
        if (goneOn) {
            content.update(more.duplicate());
        }
        while (more.hasRemaining()) {
            channel.write(more);
        }
    }

    /** Another request brings the rest. */
    void goOn() {
        content = Sha256.digest();
        goneOn = true;
    }

    /** Of what the last request brought, 64 hexadecimal digits. */
    public String contentSha256() {
        MessageDigest asked = goneOn ? content : digest;
        try {
            return HexFormat.of().formatHex(((MessageDigest) asked.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 can be cloned", e);
        }
    }

    /** The part is whole. @throws IOException if the disk does not take it */
    ReceivedPart finish(PartId part, SentWith sent) throws IOException {
        channel.close();
        return new ReceivedPart(part, file, bytes, HexFormat.of().formatHex(digest.digest()), sent);
    }

    /** Gives up what was received. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            file.close();
            throw new UncheckedIOException(e);
        }
        file.close();
    }
}
