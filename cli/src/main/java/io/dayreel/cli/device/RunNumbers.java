package io.dayreel.cli.device;

import io.dayreel.protocol.stream.Day;

/** Gives numbers to runs and remembers them, so that none is used twice as long as the spool is kept. */
interface RunNumbers {
    /**
     * A number that was never given before, and is from now on.
     *
     * @param wanted ⌊UTC second of the day / 2⌋, or the next free number
     */
    RunId take(Day day, int wanted);
}
