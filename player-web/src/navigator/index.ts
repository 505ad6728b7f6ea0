export * from './navigator-element';
export * from './recorded-days';
export * from './spans';
export * from './stills';
export * from './time-scale';
export * from './wording';
