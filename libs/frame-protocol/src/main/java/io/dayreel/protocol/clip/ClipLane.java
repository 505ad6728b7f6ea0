package io.dayreel.protocol.clip;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameType;

/**
 * Frames of one kind that are samples of one track of the clip.
 *
 * @param trackId of the MP4 track, from 1
 * @param type of the frames
 * @param track that the device chose, 0–255
 * @param codec of the frames
 */
public record ClipLane(int trackId, FrameType type, int track, Codec codec) {}
