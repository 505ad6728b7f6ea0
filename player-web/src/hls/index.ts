export { HlsPlayback } from './hls-playback';
