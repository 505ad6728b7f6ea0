import { icon, type IconName } from '../element/icons';
import { Problem } from '../timeline-client';

/** A screen that stands in for the player when there is nothing to play. */
export interface Screen {
  /** Value of `data-state` on the body. */
  readonly state: 'first-run' | 'login' | 'insecure' | 'error' | 'unknown-device';
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** What an operator can look the case up by. */
  readonly small?: string;
  readonly command?: string;
  readonly action?: string;
  readonly asksForToken?: boolean;
}

export const FIRST_RUN: Screen = {
  state: 'first-run',
  icon: 'camera',
  title: 'Waiting for the first camera',
  text: 'No camera has sent anything yet. Connect one from the folder of Dayreel; its picture appears here by itself.',
  command: './dayreel push rtsp://user:password@camera/stream --device front-door',
};

export const INSECURE: Screen = {
  state: 'insecure',
  icon: 'lock',
  title: 'Pictures need a secure address',
  text: 'This browser plays video only on pages opened over HTTPS or at localhost. Open this page there and it plays.',
};

export const NO_DECODER: Screen = {
  state: 'insecure',
  icon: 'codec',
  title: 'This browser has no video player for pages',
  text: 'Dayreel plays with WebCodecs or Media Source Extensions: current Chrome, Edge, Firefox and Safari have both.',
};

/** @param refused whether a token was given and is not accepted (any longer) */
export function login(refused: boolean): Screen {
  return {
    state: 'login',
    icon: 'lock',
    title: refused ? 'This token is not accepted' : 'A token opens this page',
    text: refused
      ? 'It may have expired, or be for other cameras. Ask for a new one, or make one:'
      : 'Whoever runs Dayreel gives you one, or an address with it in. It stays in this tab. To make one:',
    command: "./dayreel token --tenant home --role viewer --device '*'",
    asksForToken: true,
  };
}

export function unknownDevice(device: string): Screen {
  return {
    state: 'unknown-device',
    icon: 'silent',
    title: `There is no camera “${device}”`,
    text: 'It may have another name, or this token may not open it. Choose another one above.',
  };
}

export function failure(error: unknown): Screen {
  const problem = error instanceof Problem ? error : undefined;
  return {
    state: 'error',
    icon: 'warning',
    title: problem?.title ?? 'Something went wrong',
    text: problem?.detail ?? String(error),
    ...(problem?.trace === undefined ? {} : { small: `Trace ${problem.trace}` }),
    action: 'Try again',
  };
}

/** Puts a screen's words into its place. */
export function render(place: HTMLElement, screen: Screen, act: (token: string | undefined) => void): void {
  place.innerHTML = `
    <div class="screen-icon">${icon(screen.icon)}</div>
    <h1></h1><p></p><p class="small" hidden></p>
    <div class="command" hidden><code></code><button type="button" class="quiet">Copy</button></div>
    <form hidden>
      <label for="token">Token</label>
      <input id="token" name="token" autocomplete="off" spellcheck="false" required placeholder="eyJ…" />
      <button type="submit" class="primary">Open</button>
    </form>
    <button type="button" class="primary act" hidden></button>`;
  const find = <E extends HTMLElement>(selector: string) => place.querySelector(selector) as E;
  find('h1').textContent = screen.title;
  find('p').textContent = screen.text;
  find('.small').hidden = screen.small === undefined;
  find('.small').textContent = screen.small ?? '';
  if (screen.command !== undefined) {
    const { command } = screen;
    find('.command').hidden = false;
    find('code').textContent = command;
    find('.command button').addEventListener('click', () => void navigator.clipboard?.writeText(command));
  }
  const form = find<HTMLFormElement>('form');
  form.hidden = screen.asksForToken !== true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(find<HTMLInputElement>('#token').value);
  });
  const action = find<HTMLButtonElement>('.act');
  action.hidden = screen.action === undefined;
  action.textContent = screen.action ?? '';
  action.addEventListener('click', () => act(undefined));
}
