package io.dayreel.cli.thinning;

import io.dayreel.cli.source.SourceListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what is done otherwise than asked. */
final class Notes implements SourceListener {
    final List<String> adapted = new CopyOnWriteArrayList<>();

    @Override
    public void interrupted(String reason, Duration retryAfter) {}

    @Override
    public void resumed() {}

    @Override
    public void leftOut(String what) {}

    @Override
    public void adapted(String how) {
        adapted.add(how);
    }
}
