package io.dayreel.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameViewAllocationTest {
    private static final int FRAMES = 10_000;

    @Test
    void readingFramesInPlaceAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer message = ByteBuffer.allocate(FRAMES * 48);
        FrameEncoder encoder = new FrameEncoder();
        FrameHeader header = FrameHeader.of(FrameType.VIDEO, Codec.H264);
        for (int i = 0; i < FRAMES; i++) {
            encoder.encode(header.at(1, 1, i), ByteBuffer.wrap(new byte[8]), message);
        }
        FrameView view = new FrameView();
        sum(view, message.array());

        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long sum = sum(view, message.array());
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat(sum).isPositive();
        assertThat(allocated).as("bytes for %d frames", FRAMES).isLessThan(FRAMES);
    }

    private static long sum(FrameView view, byte[] message) {
        long[] sum = {0};
        FrameMessage.forEach(
                view,
                message,
                0,
                message.length,
                frame -> sum[0] += frame.counter()
                        + frame.type().code()
                        + frame.track()
                        + frame.flags()
                        + frame.timeMicros()
                        + frame.durationMicros()
                        + frame.bodyLength());
        return sum[0];
    }
}
