export { defineVideoElement, VideoElement } from './video-element';
export type { VideoSource, VideoState } from './video-element';
