import type { Credential } from '../timeline-client';

const TOKEN = 'dayreel.token';
const ACCESS = 'dayreel.access';

/**
 * The tab's credential. Taken once from `#token=` or `?access=`, then removed from the address, so that neither the
 * address bar nor the history nor a copied address holds it; kept in the tab's session storage.
 */
export function readCredential(): Credential {
  const address = new URL(location.href);
  const fragment = new URLSearchParams(address.hash.slice(1));
  const token = fragment.get('token');
  const access = address.searchParams.get('access');
  if (token !== null || access !== null) {
    forget();
    if (token !== null) sessionStorage.setItem(TOKEN, token);
    else if (access !== null) sessionStorage.setItem(ACCESS, access);
    fragment.delete('token');
    address.searchParams.delete('access');
    address.hash = fragment.toString();
    history.replaceState(null, '', address);
  }
  return stored();
}

/** Keeps a pasted token; an address with `#token=` in it is understood as well. */
export function keepToken(pasted: string): Credential {
  const text = pasted.trim();
  const inAddress = /[#&?]token=([^&\s]+)/.exec(text)?.[1];
  forget();
  sessionStorage.setItem(TOKEN, inAddress ?? text.replace(/^Bearer\s+/i, ''));
  return stored();
}

export function forget(): void {
  sessionStorage.removeItem(TOKEN);
  sessionStorage.removeItem(ACCESS);
}

function stored(): Credential {
  const token = sessionStorage.getItem(TOKEN);
  const access = sessionStorage.getItem(ACCESS);
  if (token !== null) return { kind: 'bearer', token };
  return access === null ? { kind: 'none' } : { kind: 'access', access };
}

/** A name for one viewing that no other has. Made so that it works on a page that is not secure, too. */
export function newSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
