import { expect, test } from 'vitest';
import { PresentationQueue, type Picture } from '../../src/playback/presentation-queue';

class FakeFrame {
  closed = 0;
  close(): void {
    this.closed++;
  }
}

function picture(pts: number, end: number | undefined = pts + 100): Picture<FakeFrame> {
  return { pts, end, frame: new FakeFrame() };
}

function queueOf(...pictures: Picture<FakeFrame>[]): PresentationQueue<FakeFrame> {
  const queue = new PresentationQueue<FakeFrame>(8);
  pictures.forEach((each) => queue.push(each));
  return queue;
}

test('the newest due picture is taken and the ones it overtakes are closed', () => {
  const pictures = [0, 100, 200, 300].map((pts) => picture(pts));
  const queue = queueOf(...pictures);

  const taken = queue.take(250);

  expect(taken).toBe(pictures[2]);
  expect(pictures.map(({ frame }) => frame.closed)).toEqual([1, 1, 0, 0]);
  expect(queue.size).toBe(1);
  expect(queue.take(299)).toBeUndefined();
});

test('a decoder that gives pictures out of order does not disturb the order', () => {
  const queue = queueOf(picture(0), picture(200), picture(100));

  expect([queue.take(0)?.pts, queue.take(100)?.pts, queue.take(200)?.pts]).toEqual([0, 100, 200]);
});

test('a picture that comes after its successor was shown is closed unseen', () => {
  const queue = queueOf(picture(0), picture(100));
  queue.take(100);
  const late = picture(50);

  queue.push(late);

  expect(late.frame.closed).toBe(1);
  expect(queue.size).toBe(0);
});

test('a seek keeps only the picture whose time contains the asked time', () => {
  const queue = new PresentationQueue<FakeFrame>(8);
  queue.seek(250);
  const pictures = [0, 100, 200, 300].map((pts) => picture(pts));

  const settled = pictures.map((each) => {
    queue.push(each);
    return queue.isSettled;
  });

  expect(settled).toEqual([false, false, true, true]);
  expect(pictures.map(({ frame }) => frame.closed)).toEqual([1, 1, 0, 0]);
  expect(queue.take(250)).toBe(pictures[2]);
});

test('without durations a seek is settled by the picture after', () => {
  const queue = new PresentationQueue<FakeFrame>(8);
  queue.seek(250);

  queue.push({ ...picture(200), end: undefined });
  expect(queue.isSettled).toBe(false);
  queue.push({ ...picture(300), end: undefined });
  expect(queue.isSettled).toBe(true);
  expect(queue.take(250)?.pts).toBe(200);
});

test('a seek into a hole is settled by the first picture after it', () => {
  const queue = new PresentationQueue<FakeFrame>(8);
  queue.seek(250);

  queue.push(picture(0));
  expect(queue.isSettled).toBe(false);
  queue.push(picture(900));

  expect(queue.isSettled).toBe(true);
  expect(queue.firstEnd).toBe(100);
});

test('a seek closes everything that waited, and time may go backwards', () => {
  const waiting = [500, 600].map((pts) => picture(pts));
  const queue = queueOf(...waiting);
  queue.take(500);

  queue.seek(100);
  queue.push(picture(100));

  expect(waiting[1]?.frame.closed).toBe(1);
  expect(queue.size).toBe(1);
});

test('what is in the decoder counts against the bound', () => {
  const queue = queueOf(picture(0), picture(100), picture(200));

  expect(queue.isFull(4)).toBe(false);
  expect(queue.isFull(5)).toBe(true);
});
