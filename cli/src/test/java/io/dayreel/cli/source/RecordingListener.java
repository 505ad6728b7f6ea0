package io.dayreel.cli.source;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a source said. */
final class RecordingListener implements SourceListener {

    final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    public void interrupted(String reason, Duration retryAfter) {
        said.add("interrupted, again in " + retryAfter.toMillis() + " ms: " + reason);
    }

    @Override
    public void resumed() {
        said.add("resumed");
    }

    @Override
    public void leftOut(String what) {
        said.add("left out " + what);
    }

    @Override
    public void adapted(String how) {
        said.add("adapted " + how);
    }
}
