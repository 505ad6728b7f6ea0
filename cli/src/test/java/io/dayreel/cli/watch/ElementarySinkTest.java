package io.dayreel.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementarySinkTest {
    private static final byte[] PICTURE = {0, 0, 0, 2, 0x65, 7};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final FrameEncoder encoder = new FrameEncoder();
    private final FrameView view = new FrameView();

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void theEndOfARunIsNoPictureOfTheTrackWhoseNumberItCarries(int track) throws IOException {
        var sink = new ElementarySink(OutputFormat.VIDEO, Optional.of(track).filter(number -> number >= 0), out);

        send(sink, FrameType.END_OF_RUN, Codec.JSON, "{\"reason\":\"shutdown\"}".getBytes(StandardCharsets.UTF_8));
        send(sink, FrameType.VIDEO, Codec.H264, PICTURE);
        send(sink, FrameType.END_OF_RUN, Codec.JSON, "{\"reason\":\"shutdown\"}".getBytes(StandardCharsets.UTF_8));
        send(sink, FrameType.VIDEO, Codec.H264, PICTURE);

        assertThat(out.toByteArray()).containsExactly(0, 0, 0, 1, 0x65, 7, 0, 0, 0, 1, 0x65, 7);
    }

    private void send(ElementarySink sink, FrameType type, Codec codec, byte[] body) throws IOException {
        byte[] message = encoder.encode(FrameHeader.of(type, codec).withFlags(FrameFlags.SYNC), body);
        sink.frame(view.wrap(message, 0, message.length));
    }
}
