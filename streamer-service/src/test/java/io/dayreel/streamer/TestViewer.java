package io.dayreel.streamer;

import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.streamer.playback.PlaybackRequest;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.playback.PlaybackSession;
import io.dayreel.streamer.playback.ViewerSink;
import io.dayreel.streamer.tail.ViewerWakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** A viewer that keeps everything that it is sent, and reads as slowly as a test wants. */
public final class TestViewer implements ViewerSink, AutoCloseable {
    private final PlaybackSession session;
    private final ViewerWakes wakes;
    private final List<Object> received = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;
    private volatile boolean stalled;
    private volatile int closeCode;

    /** One frame as it came. */
    public record Received(FrameHeader header, byte[] bytes) {
        public String place() {
            return header.day() + "/" + header.run() + "/" + header.counter();
        }
    }

    TestViewer(PlaybackRequest request, PlaybackServices services, ViewerWakes wakes) {
        this(request, services, wakes, Long.MAX_VALUE);
    }

    /** @param maxBytes what the socket holds; nobody ever reads from it */
    TestViewer(PlaybackRequest request, PlaybackServices services, ViewerWakes wakes, long maxBytes) {
        this.maxBytes = maxBytes;
        this.session = new PlaybackSession(request, services, this);
        this.wakes = wakes;
    }

    void start() {
        wakes.add(session.device(), session);
        session.start();
    }

    /** From now on nothing leaves the socket. */
    public TestViewer stalls() {
        stalled = true;
        return this;
    }

    public void reads() {
        stalled = false;
        session.wake();
    }

    public void command(ViewerCommand command) {
        session.command(command);
    }

    @Override
    public void send(ViewerMessage message) {
        received.add(message);
    }

    @Override
    public void frames(byte[] array, int from, int to) {
        bytes.addAndGet(to - from);
        FrameView view = new FrameView();
        List<Received> frames = new ArrayList<>();
        for (int at = from; at < to; at = view.end()) {
            view.wrap(array, at, to).checkCrc();
            frames.add(new Received(view.header(), view.messageBytes()));
        }
        received.addAll(frames);
    }

    @Override
    public boolean isFull() {
        return stalled || bytes.get() >= maxBytes;
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }

    /** Bytes of frames that were sent. */
    public long bytes() {
        return bytes.get();
    }

    public int closeCode() {
        return closeCode;
    }

    /** Everything in order: {@link ViewerMessage}s and {@link Received} frames. */
    public List<Object> all() {
        return List.copyOf(received);
    }

    public List<Received> frames() {
        return received.stream()
                .filter(Received.class::isInstance)
                .map(Received.class::cast)
                .toList();
    }

    /** Counters of all frames in the order in which they came. */
    public List<Long> counters() {
        return frames().stream().map(frame -> frame.header().counter()).toList();
    }

    public <T extends ViewerMessage> List<T> messages(Class<T> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public TestViewer awaitFrames(int count) {
        await(() -> frames().size() >= count);
        return this;
    }

    public TestViewer awaitMessage(Class<? extends ViewerMessage> type) {
        await(() -> !messages(type).isEmpty());
        return this;
    }

    public void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    @Override
    public void close() {
        wakes.remove(session.device(), session);
        session.close();
    }
}
