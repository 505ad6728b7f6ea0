package io.dayreel.media;

/** What a {@link FragmentedMp4Reader} meets in a stream, in file order. */
public sealed interface MediaPart permits MediaTracks, MediaSample {}
