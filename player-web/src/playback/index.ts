export * from './playback';
export * from './states';
