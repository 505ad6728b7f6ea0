package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Decides which pictures of one track are kept. Pictures that no other needs are left out as far as that gives one in n;
 * where it does not, all but key frames are, and of those as many as come nearest to one in n. Which of both, the group
 * of pictures before tells, and for the first one it itself, so that it is held until it is whole.
 */
final class TrackThinning {
    /** A group of pictures that is longer is judged by its first ones. */
    private static final int LONGEST_JUDGED = 1000;

    /** References may be so many times one in n: a little more than was asked for is nearer to it than key frames alone. */
    private static final double TOLERANCE = 1.5;

    private final int every;
    private final IntConsumer onlyKeyFrames;
    private final List<HeldFrame> undecided = new ArrayList<>();
    private final List<HeldFrame> waiting = new ArrayList<>();
    private boolean judged;
    private boolean keysOnly;
    private double pictures;
    private double references;
    private int group;
    private int lastGroup;
    private int place;
    private int kept;
    private int sinceKept;
    private boolean broken;
    private long latestMicros = Long.MIN_VALUE;
    private long endMicros = Long.MIN_VALUE;

    /** @param onlyKeyFrames told the pictures from key frame to key frame whenever it is found that nothing else goes */
    TrackThinning(int every, IntConsumer onlyKeyFrames) {
        this.every = every;
        this.onlyKeyFrames = onlyKeyFrames;
        this.judged = every == 1;
        this.sinceKept = every;
    }

    void accept(HeldFrame picture) {
        CapturedFrame frame = picture.frame();
        if (Pictures.isDiscontinuous(frame)) {
            finish();
            broken = true;
            group = 0;
        }
        if (frame.header().isSync() && group > 0) {
            judge();
        }
        group++;
        pictures++;
        references += Pictures.isDisposable(frame) ? 0 : 1;
        if (judged) {
            decide(picture);
        } else {
            undecided.add(picture);
        }
        latestMicros = frame.timeMicros();
        endMicros = Math.max(endMicros, Pictures.endMicros(frame));
        if (undecided.size() >= LONGEST_JUDGED) {
            judge();
        }
        timeThoseThatAreKnown();
    }

    /** A group of pictures is whole. Those before count half as much, so that a short one does not change the way. */
    private void judge() {
        boolean before = keysOnly;
        keysOnly = every > 1 && references * every > TOLERANCE * pictures;
        lastGroup = group;
        judged = true;
        if (keysOnly && !before) {
            onlyKeyFrames.accept(lastGroup);
        }
        undecided.forEach(this::decide);
        undecided.clear();
        pictures /= 2;
        references /= 2;
        group = 0;
    }

    private void decide(HeldFrame picture) {
        sinceKept++;
        boolean key = picture.frame().header().isSync();
        if (key) {
            place = 0;
            kept = 0;
        }
        boolean keep = keysOnly ? key && isTimeForAKey() : isNeeded(picture) || (long) kept * every <= place;
        place++;
        if (keep) {
            kept++;
            sinceKept = 0;
            picture.keep(broken);
            broken = false;
            waiting.add(picture);
        } else {
            picture.drop();
        }
    }

    private static boolean isNeeded(HeldFrame picture) {
        return !Pictures.isDisposable(picture.frame());
    }

    /** Whether this one is nearer to n pictures behind the last one than the next will be. */
    private boolean isTimeForAKey() {
        return broken || sinceKept + lastGroup / 2.0 >= every;
    }

    /** Whatever comes later is shown at or after the latest decode time. */
    private void timeThoseThatAreKnown() {
        waiting.sort(Comparator.comparingLong(HeldFrame::shownMicros));
        int known = 0;
        while (known + 1 < waiting.size() && waiting.get(known + 1).shownMicros() <= latestMicros) {
            lasts(known, waiting.get(known + 1).shownMicros());
            known++;
        }
        waiting.subList(0, known).clear();
    }

    /** Nothing comes for a while: the last picture is shown until the end of the last one that there was. */
    void finish() {
        if (!undecided.isEmpty()) {
            judge();
        }
        waiting.sort(Comparator.comparingLong(HeldFrame::shownMicros));
        for (int i = 0; i < waiting.size(); i++) {
            lasts(i, i + 1 < waiting.size() ? waiting.get(i + 1).shownMicros() : endMicros);
        }
        waiting.clear();
    }

    private void lasts(int index, long untilMicros) {
        HeldFrame picture = waiting.get(index);
        picture.lasts(untilMicros - picture.shownMicros());
    }
}
