export { lengthInWords } from './holes';
export * from './playback';
export * from './states';
