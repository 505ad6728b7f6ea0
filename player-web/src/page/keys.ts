import { icon } from '../element/icons';

/** Keys and what they do, as shown in the help. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['Space', 'play, pause'],
  ['← →', '5 seconds'],
  ['Shift + ← →', '1 minute'],
  [', .', 'one picture'],
  ['[ ]', 'previous, next event'],
  ['L', 'live'],
  ['M', 'sound'],
  ['F', 'full screen'],
  ['S', 'save the picture'],
  ['I', 'details'],
  ['+ −', 'zoom the timeline'],
  ['?', 'this help'],
];

/** What the page does for a key. */
export interface KeyActions {
  perform(name: string): void;
  skip(seconds: number): void;
  event(step: 1 | -1): void;
  live(): void;
  zoom(factor: number): void;
  help(): void;
}

/** Listens to the page's keys; those typed into fields stay there. */
export function listenToKeys(actions: KeyActions): void {
  document.addEventListener('keydown', (event) => {
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    // A focused button is pressed by the space bar; the player's own keys must not press twice.
    if (event.key === ' ' && target instanceof HTMLButtonElement) return;
    if (perform(event.key, event.shiftKey, actions)) event.preventDefault();
  });
}

function perform(key: string, shift: boolean, actions: KeyActions): boolean {
  switch (key) {
    case ' ':
      actions.perform('play');
      return true;
    case 'ArrowLeft':
      actions.skip(shift ? -60 : -5);
      return true;
    case 'ArrowRight':
      actions.skip(shift ? 60 : 5);
      return true;
    case ',':
      actions.perform('step-back');
      return true;
    case '.':
      actions.perform('step');
      return true;
    case '[':
      actions.event(-1);
      return true;
    case ']':
      actions.event(1);
      return true;
    case '+':
    case '=':
      actions.zoom(0.5);
      return true;
    case '-':
      actions.zoom(2);
      return true;
    case '?':
      actions.help();
      return true;
  }
  switch (key.toLowerCase()) {
    case 'l':
      actions.live();
      return true;
    case 'm':
      actions.perform('mute');
      return true;
    case 'f':
      actions.perform('fullscreen');
      return true;
    case 's':
      actions.perform('snapshot');
      return true;
    case 'i':
      actions.perform('info');
      return true;
  }
  return false;
}

/** Fills the help dialog. */
export function renderHelp(dialog: HTMLDialogElement): void {
  const rows = KEYS.map(([key, what]) => `<dt>${key}</dt><dd>${what}</dd>`).join('');
  dialog.innerHTML = `<h2>${icon('info')} Keys</h2><dl>${rows}</dl><form method="dialog"><button class="primary">Close</button></form>`;
}
