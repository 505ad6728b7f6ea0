export * from './configuration';
export * from './crc32c';
export * from './frame-layout';
export * from './frame-view';
export * from './time';
