/** The way frames come to the page. */
export type Transport =
  | { readonly kind: 'frames' }
  /** HLS in place of frames, with the reason in words. */
  | { readonly kind: 'hls'; readonly why: string }
  /** Neither plays here. */
  | { readonly kind: 'none'; readonly insecure: boolean };

/** What the browser has. */
export interface Abilities {
  /** Browsers decode for pages only in a secure context. */
  readonly isSecure: boolean;
  readonly hasVideoDecoder: boolean;
  readonly hasMediaSource: boolean;
  /** The page's address asks for HLS. */
  readonly asksForHls: boolean;
}

/** Frames where the page can decode them, else HLS where the browser can. */
export function chooseTransport(abilities: Abilities): Transport {
  const { isSecure, hasVideoDecoder, hasMediaSource, asksForHls } = abilities;
  if (asksForHls && hasMediaSource) return { kind: 'hls', why: 'the address asks for it' };
  if (isSecure && hasVideoDecoder) return { kind: 'frames' };
  if (!hasMediaSource) return { kind: 'none', insecure: !isSecure };
  return {
    kind: 'hls',
    why: isSecure ? 'this browser decodes no video for pages' : 'the page is not on HTTPS',
  };
}

/** What this browser has, for this address. */
export function abilitiesOf(window: Window & typeof globalThis): Abilities {
  return {
    isSecure: window.isSecureContext,
    hasVideoDecoder: 'VideoDecoder' in window,
    hasMediaSource: 'MediaSource' in window || 'ManagedMediaSource' in window,
    asksForHls: new URL(window.location.href).searchParams.get('transport') === 'hls',
  };
}

/** Whether the browser's own media element plays a codec. */
export function playsInMediaSource(codec: string): boolean {
  const type = `video/mp4; codecs="${codec}"`;
  return 'MediaSource' in window && MediaSource.isTypeSupported(type);
}
