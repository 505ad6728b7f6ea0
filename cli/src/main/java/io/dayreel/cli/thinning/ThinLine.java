package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.SourceListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be left out of a source.
 *
 * @param every n of every n-th picture, from 1
 * @param sound whether sound is sent
 * @param windows when anything is sent; always if empty
 */
public record ThinLine(int every, boolean sound, Optional<WindowPlan> windows) {

    public ThinLine {
        if (every < 1) {
            throw new IllegalArgumentException("every n-th picture, with n from 1, not " + every);
        }
    }

    /** Leaves nothing out. */
    public static ThinLine everything() {
        return new ThinLine(1, true, Optional.empty());
    }

    /** The source with that left out. @param source owned from here on @param listener told what is otherwise than asked */
    public CaptureSource of(CaptureSource source, SourceListener listener) {
        if (equals(everything())) {
            return source;
        }
        List<Stage> stages = new ArrayList<>();
        stages.add(new Thinning(every, sound, listener));
        windows.ifPresent(plan -> stages.add(new Windows(plan, listener)));
        return new ThinnedSource(source, stages);
    }
}
