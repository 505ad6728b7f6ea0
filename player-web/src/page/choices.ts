import type { Device } from '../timeline-client';

/** What the page can show: a camera, or an uploaded video. */
export interface Choice {
  readonly kind: 'camera' | 'video';
  readonly name: string;
}

/** The day, in the archive's words, on which uploaded videos are. */
const VIDEO = 'video';

const isVideo = ({ firstDay }: Device) => firstDay === VIDEO;
const isCamera = ({ lastDay }: Device) => lastDay !== VIDEO;

/** All that devices have, by name. One may have sent days and been given to a video as its id: it is both. */
export function choicesOf(devices: readonly Device[]): Choice[] {
  const named = [...devices].sort((a, b) => (a.device < b.device ? -1 : 1));
  return [
    ...named.filter(isCamera).map(({ device }) => ({ kind: 'camera' as const, name: device })),
    ...named.filter(isVideo).map(({ device }) => ({ kind: 'video' as const, name: device })),
  ];
}

/** What to open when nobody asks for one: the camera that sent last, else a video. */
export function firstChoice(devices: readonly Device[]): Choice | undefined {
  const newest = devices
    .filter(isCamera)
    .sort((a, b) => (b.lastFrameAt ?? '').localeCompare(a.lastFrameAt ?? ''))[0];
  return newest === undefined ? choicesOf(devices)[0] : { kind: 'camera', name: newest.device };
}

/** What an address asks for: `?device=` a camera, `?video=` a video. */
export function askedFor(address: URL): Choice | undefined {
  const video = address.searchParams.get('video');
  if (video !== null) return { kind: 'video', name: video };
  const device = address.searchParams.get('device');
  return device === null ? undefined : { kind: 'camera', name: device };
}

/** Makes an address ask for a choice. */
export function askFor(address: URL, choice: Choice): void {
  address.searchParams.delete('device');
  address.searchParams.delete('video');
  address.searchParams.set(choice.kind === 'video' ? 'video' : 'device', choice.name);
}

/** A choice as the value of an option; names have no slash. */
export function valueOf(choice: Choice): string {
  return choice.kind === 'video' ? `${VIDEO}/${choice.name}` : choice.name;
}

/** The choice of an option's value. */
export function choiceOf(value: string): Choice {
  const [kind, name] = value.split('/');
  return name === undefined ? { kind: 'camera', name: value } : { kind: kind as 'video', name };
}

/** `front-door` reads "Front door". */
export function nameInWords(device: string): string {
  const words = device.replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Options of a list of choices: cameras, and videos in a group of their own. */
export function optionsOf(choices: readonly Choice[]): HTMLElement[] {
  const option = (choice: Choice) => new Option(nameInWords(choice.name), valueOf(choice));
  const videos = choices.filter(({ kind }) => kind === 'video');
  const cameras = choices.filter(({ kind }) => kind === 'camera').map(option);
  if (videos.length === 0) return cameras;
  const group = document.createElement('optgroup');
  group.label = 'Videos';
  group.append(...videos.map(option));
  return [...cameras, group];
}
