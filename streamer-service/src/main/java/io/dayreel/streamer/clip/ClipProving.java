package io.dayreel.streamer.clip;

import io.dayreel.media.mp4.UserBox;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.util.Optional;

/** Makes the proofs that clips carry. */
@FunctionalInterface
public interface ClipProving {
    /** The proof of one clip. Not thread-safe. */
    interface Proof {
        /** A frame whose body is a sample. @param trackId of the file @param sample its number there, from 1 */
        void add(FrameView frame, int trackId, int sample);

        /** @throws IOException if the archive does not answer */
        Optional<UserBox> box() throws IOException;
    }

    Proof begin(DeviceId device);
}
