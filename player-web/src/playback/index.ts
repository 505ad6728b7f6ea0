export { FramePlayback } from './frame-playback';
export { isShort, lengthInWords, skippedInWords } from './holes';
export { PAGE_TICKS } from './media-clock';
export * from './playback';
export { Reach } from './reach';
export * from './states';
export * from './transport';
export { stateOf } from './viewer-state';
