package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;
import java.util.function.Consumer;

/** Takes frames in a source's order and gives some of them out, later. One thread at a time. */
interface Stage {

    /** Takes the next frame. @param out is given what is ready, in order */
    void accept(CapturedFrame frame, Consumer<CapturedFrame> out);

    /** Gives out what it holds: nothing comes for a while, or ever. Frames may follow all the same. */
    void finish(Consumer<CapturedFrame> out);
}
