/**
 * What opens the API. A bearer token travels in the Authorization header or the WebSocket's subprotocol, never in an
 * address; the access part of a signed address belongs into the address, and is good for its path alone.
 */
export type Credential =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'access'; readonly access: string }
  | { readonly kind: 'none' };

export const VIEWER_PROTOCOL = 'dayreel.viewer.v1';

/** Subprotocols to offer; the server selects the first. */
export function subprotocols(credential: Credential): string[] {
  return credential.kind === 'bearer'
    ? [VIEWER_PROTOCOL, `dayreel.bearer.${credential.token}`]
    : [VIEWER_PROTOCOL];
}

/** Headers of a REST call. */
export function headers(credential: Credential): Record<string, string> {
  return credential.kind === 'bearer' ? { Authorization: `Bearer ${credential.token}` } : {};
}

/** Adds the access part of a signed address. */
export function sign(address: URL, credential: Credential): URL {
  if (credential.kind === 'access') address.searchParams.set('access', credential.access);
  return address;
}
