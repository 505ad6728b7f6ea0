import { expect, test } from 'vitest';
import {
  askedFor,
  askFor,
  choiceOf,
  choicesOf,
  firstChoice,
  nameInWords,
  valueOf,
} from '../src/page/choices';

const FILM = { device: 'film', firstDay: 'video', lastDay: 'video' };
const DOOR = {
  device: 'door',
  firstDay: '2026-11-20',
  lastDay: '2026-11-21',
  lastFrameAt: '2026-11-21T10:00:00Z',
};
const YARD = { device: 'yard', lastFrameAt: '2026-11-21T09:00:00Z' };
const BOTH = { device: 'both', firstDay: 'video', lastDay: '2026-11-21' };

test('a device is a camera, a video or both', () => {
  expect(choicesOf([FILM, YARD, BOTH, DOOR]).map(valueOf)).toEqual([
    'both',
    'door',
    'yard',
    'video/both',
    'video/film',
  ]);
  expect(choicesOf([FILM, DOOR]).map((choice) => choiceOf(valueOf(choice)))).toEqual(choicesOf([FILM, DOOR]));
});

test('the camera that sent last opens by itself, a video only where there is no camera', () => {
  expect(firstChoice([FILM, YARD, DOOR])).toEqual({ kind: 'camera', name: 'door' });
  expect(firstChoice([FILM])).toEqual({ kind: 'video', name: 'film' });
  expect(firstChoice([])).toBeUndefined();
});

test('an address asks for one of them', () => {
  const address = new URL('https://cloud.example/?device=door&transport=hls');

  expect(askedFor(address)).toEqual({ kind: 'camera', name: 'door' });
  askFor(address, { kind: 'video', name: 'film' });

  expect(address.search).toBe('?transport=hls&video=film');
  expect(askedFor(address)).toEqual({ kind: 'video', name: 'film' });
  expect(askedFor(new URL('https://cloud.example/'))).toBeUndefined();
});

test('names read as words', () => {
  expect(nameInWords('front-door_2')).toBe('Front door 2');
});
