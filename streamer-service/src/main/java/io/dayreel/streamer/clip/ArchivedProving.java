package io.dayreel.streamer.clip;

import io.dayreel.media.mp4.UserBox;
import io.dayreel.protocol.clip.ClipArchive;
import io.dayreel.protocol.clip.ClipProof;
import io.dayreel.protocol.clip.ClipProofBuilder;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.util.Optional;

/** Proves a clip's samples against the segments that their frames are in. Thread-safe; building blocks on the network. */
public final class ArchivedProving implements ClipProving {
    private final ClipArchive archive;

    public ArchivedProving(ClipArchive archive) {
        this.archive = archive;
    }

    @Override
    public Proof begin(DeviceId device) {
        ClipProofBuilder builder = new ClipProofBuilder(device);
        return new Proof() {
            @Override
            public void add(FrameView frame, int trackId, int sample) {
                builder.add(frame, trackId, sample);
            }

            /** Without a proof where it would be longer than any reader takes: the clip is good as a film still. */
            @Override
            public Optional<UserBox> box() throws IOException {
                byte[] bytes = builder.build(archive).bytes();
                return bytes.length > ClipProof.MAX_LENGTH
                        ? Optional.empty()
                        : Optional.of(new UserBox(ClipProof.BOX_TYPE, bytes));
            }
        };
    }
}
