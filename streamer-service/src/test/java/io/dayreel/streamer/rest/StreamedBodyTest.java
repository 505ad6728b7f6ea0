package io.dayreel.streamer.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.runtime.http.CallerGoneException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class StreamedBodyTest {
    @Test
    void aCallerThatHungUpIsNoFaultOfOurs() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Connection has been closed");
            }
        };

        assertThatThrownBy(() ->
                        StreamedBody.of(target -> target.write(new byte[2])).write(gone))
                .isInstanceOf(CallerGoneException.class)
                .hasMessage("Connection has been closed");
    }

    @Test
    void aDiskThatFailsIsOne() {
        assertThatThrownBy(() -> StreamedBody.of(target -> {
                            throw new IOException("disk");
                        })
                        .write(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    @Test
    void whoeverStaysGetsEveryByte() throws IOException {
        ByteArrayOutputStream caller = new ByteArrayOutputStream();

        StreamedBody.of(target -> target.write(new byte[] {1, 2, 3}, 1, 2)).write(caller);

        assertThat(caller.toByteArray()).containsExactly(2, 3);
    }
}
