export * from './backoff';
export * from './credential';
export * from './messages';
export * from './rest-client';
export * from './watch-connection';
