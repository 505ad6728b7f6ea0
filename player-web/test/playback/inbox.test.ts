import { expect, test } from 'vitest';
import { Inbox, type Item } from '../../src/playback/inbox';
import { FrameFlags, FrameType, FrameView } from '../../src/protocol';
import { buildFrame } from '../frame-builder';

function frame(type: number, time: number, key = false, body = 10): Item {
  const bytes = buildFrame({ type, time, flags: key ? FrameFlags.SYNC : 0, body: new Uint8Array(body) });
  return { kind: 'frame', frame: new FrameView(bytes, 0) };
}

function drain(inbox: Inbox): Item[] {
  const items: Item[] = [];
  for (let item = inbox.peek(); item !== undefined; item = inbox.peek()) {
    items.push(item);
    inbox.shift();
  }
  return items;
}

test('frames and notices come out in the order in which they went in', () => {
  const inbox = new Inbox();
  const items: Item[] = [frame(FrameType.VIDEO, 0, true), { kind: 'live' }, frame(FrameType.AUDIO, 1)];
  for (let i = 0; i < 200; i++) items.forEach((item) => inbox.push(item));

  const out = drain(inbox);

  expect(out.length).toBe(600);
  expect(out.slice(0, 3)).toEqual(items);
  expect(inbox.size).toBe(0);
});

test('bytes or time above the bound are high, and low again only at a third', () => {
  const inbox = new Inbox(1_000, 3_000_000);

  for (let i = 0; i < 4; i++) inbox.push(frame(FrameType.VIDEO, i * 1_100_000));
  expect(inbox.isHigh).toBe(true);
  inbox.shift();
  expect([inbox.isHigh, inbox.isLow]).toEqual([false, false]);
  inbox.shift();
  inbox.shift();
  expect(inbox.isLow).toBe(true);
  inbox.push(frame(FrameType.VIDEO, 3_400_000, false, 2_000));
  expect(inbox.isHigh).toBe(true);
});

test('at the live end only the video before the newest key frame is forgotten', () => {
  const inbox = new Inbox();
  const kept = [frame(FrameType.AUDIO, 1), frame(FrameType.TELEMETRY, 3)];
  const key = frame(FrameType.VIDEO, 4, true);
  inbox.push(frame(FrameType.VIDEO, 0, true));
  inbox.push(kept[0] as Item);
  inbox.push(frame(FrameType.VIDEO, 2));
  inbox.push(kept[1] as Item);
  inbox.push(key);

  const left = inbox.dropToNewestKey(0);

  expect(left).toBe(2);
  expect(drain(inbox)).toEqual([...kept, key]);
});

test('without a later key frame nothing is forgotten', () => {
  const inbox = new Inbox();
  inbox.push(frame(FrameType.VIDEO, 0, true));
  inbox.push(frame(FrameType.VIDEO, 1));

  expect(inbox.dropToNewestKey(0)).toBe(0);
  expect(inbox.size).toBe(2);
});
