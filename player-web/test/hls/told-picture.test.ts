import { expect, test } from 'vitest';
import { ToldPicture } from '../../src/hls/told-picture';

const SPACING = 0.1;

test('a picture that is told of while the element seeks is shown when the seek is over, once', () => {
  const picture = new ToldPicture();

  expect(picture.told(14.7, true)).toBe(false);
  expect(picture.arrived(14.75, SPACING)).toBe(14.7);
  expect(picture.arrived(14.75, SPACING)).toBeUndefined();
});

test('the picture that a seek left behind is not shown when the seek is over', () => {
  const picture = new ToldPicture();

  picture.told(54.6, true);

  expect(picture.arrived(14.75, SPACING)).toBeUndefined();
});

test('a picture that was shown is not shown again by a seek of which the browser tells after its end', () => {
  const picture = new ToldPicture();

  expect(picture.told(14.7, false)).toBe(true);
  expect(picture.arrived(14.75, SPACING)).toBeUndefined();
  picture.told(54.6, true);
  expect(picture.told(14.8, false)).toBe(true);
  expect(picture.arrived(14.85, SPACING)).toBeUndefined();
});

test('where the picture on screen begins is known while the position is in it', () => {
  const picture = new ToldPicture();
  expect(picture.startAt(0, SPACING)).toBeUndefined();

  picture.told(14.7, true);

  expect([14.6995, 14.7, 14.79].map((at) => picture.startAt(at, SPACING))).toEqual([14.7, 14.7, 14.7]);
  expect([14.69, 14.81].map((at) => picture.startAt(at, SPACING))).toEqual([undefined, undefined]);
});
