/**
 * Uploaded videos: parts are received into bounded scratch files, taken apart by ffmpeg in a bounded number of processes,
 * and stored as frames of day 0, each part a run, one instance at a time as the topic {@code uploads} decides.
 */
package io.dayreel.ingest.upload;
