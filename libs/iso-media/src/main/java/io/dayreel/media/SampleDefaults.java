package io.dayreel.media;

/**
 * What holds for a sample when its own fragment does not say otherwise (ISO/IEC 14496-12, 8.8.3 and 8.8.7).
 *
 * @param description number of the sample description, from 1
 * @param duration timescale units
 * @param size bytes
 * @param flags sample flags
 */
record SampleDefaults(long description, long duration, long size, int flags) {

    static final SampleDefaults NONE = new SampleDefaults(1, 0, 0, 0);

    private static final int NON_SYNC = 0x10000;

    static boolean isSync(int flags) {
        return (flags & NON_SYNC) == 0;
    }
}
