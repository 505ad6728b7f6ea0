/** Icons as SVG paths on a 24 × 24 grid, drawn for this page. */
const PATHS = {
  play: '<path d="M7 4.5v15l12.5-7.5z" fill="currentColor"/>',
  pause: '<path d="M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z" fill="currentColor"/>',
  back: '<path d="M11 6 5 12l6 6M19 6l-6 6 6 6" />',
  forward: '<path d="m13 6 6 6-6 6M5 6l6 6-6 6" />',
  sound:
    '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.500z" fill="currentColor"/><path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11"/>',
  muted:
    '<path d="M4 9.500v5h3.500L12 18.500v-13L7.5 9.500z" fill="currentColor"/><path d="m16 9.5 5 5m0-5-5 5"/>',
  snapshot: '<path d="M4 8h3.500L9 5.500h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.3"/>',
  fullscreen: '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>',
  info: '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500M12 7.500v.6"/>',
  camera: '<rect x="3" y="6.5" width="13" height="11" rx="2"/><path d="m16 10.5 5-3v9l-5-3"/>',
  silent: '<rect x="3" y="6.5" width="13" height="11" rx="2"/><path d="m16 10.5 5-3v9l-5-3M3 3l18 18"/>',
  hole: '<rect x="3" y="6" width="18" height="12" rx="2" stroke-dasharray="3 2.6"/><path d="m8 15 5-6M12 15l4-5"/>',
  lock: '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8.5 10.500V8a3.5 3.5 0 0 1 7 0v2.500M12 14v2.5"/>',
  warning: '<path d="M12 4 21 19.500H3zM12 10v4.500M12 17v.5"/>',
  codec:
    '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M8 5v14M16 5v14M3 9.500h5M3 14.500h5M16 9.500h5M16 14.500h5"/>',
  retry: '<path d="M19 12a7 7 0 1 1-2.2-5.100M19.5 4v4h-4"/>',
  end: '<path d="M6 5v14l9-7zM18 5v14"/>',
} as const;

export type IconName = keyof typeof PATHS;

/** SVG markup of an icon; hidden from assistive technology, since the button says what it does. */
export function icon(name: IconName): string {
  return `<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${PATHS[name]}</svg>`;
}
