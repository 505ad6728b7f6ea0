import { expect, test } from 'vitest';
import { RecordedDays } from '../../src/navigator/recorded-days';
import { dayStart, formatTime, HOUR, MINUTE, SECOND } from '../../src/protocol';
import { Problem, type Received, type Timeline } from '../../src/timeline-client';

const DAY = '2026-11-21';
const START = dayStart(DAY);
const at = (minutes: number) => START + minutes * MINUTE;
const text = (minutes: number) => formatTime(at(minutes));

/** Two hours into the day; the first hour is archived, with a hole, and the camera still sends. */
class World {
  nowMillis = at(120) / 1000;
  asked: string[] = [];
  timelineOf: Partial<Timeline> = {
    recorded: [{ from: text(0), to: text(60), run: 0 }],
    holes: [{ from: text(20), to: text(22), run: 0, reason: 'missing' }],
  };
  archiveFails: Error | undefined;
  receivedOf: Received['runs'] | undefined = [{ run: 0, firstTime: text(0), lastTime: text(119) }];

  readonly days = new RecordedDays(
    {
      timeline: (_, day) => {
        this.asked.push(day);
        if (this.archiveFails !== undefined) return Promise.reject(this.archiveFails);
        return Promise.resolve({ day, recorded: [], holes: [], ...(day === DAY ? this.timelineOf : {}) });
      },
      events: () =>
        Promise.resolve([
          { time: text(30), run: 0, counter: 7, type: 'motion', body: '{"type":"motion","score":1}' },
        ]),
      received: (_, day) =>
        this.receivedOf === undefined
          ? Promise.reject(new Error('away'))
          : Promise.resolve({ day, runs: day === DAY ? this.receivedOf : [] }),
    },
    'cam',
    () => undefined,
    () => this.nowMillis,
  );

  async looks(): Promise<this> {
    this.days.look(START, START + 2 * HOUR);
    await new Promise((resolve) => setTimeout(resolve));
    return this;
  }

  minutes() {
    const { recorded } = this.days.drawn(START, START + 24 * HOUR);
    return recorded.map(({ from, to }) => [(from - START) / MINUTE, (to - START) / MINUTE]);
  }
}

test('archive and buffer are one stretch, cut by what is missing', async () => {
  const world = await new World().looks();

  expect(world.minutes()).toEqual([
    [0, 20],
    [22, 119],
  ]);
  const { holes, events } = world.days.drawn(START, START + 24 * HOUR);
  expect(holes).toMatchObject([{ lost: false, reason: 'missing' }]);
  expect(events).toEqual([{ type: 'motion', time: at(30), body: { type: 'motion', score: 1 } }]);
});

test('the frames that are seen live grow the stretch at its right end', async () => {
  const world = await new World().looks();

  world.days.saw(at(119) + SECOND, at(119) + 2 * SECOND);
  world.days.saw(at(119) + 2 * SECOND, at(120));

  expect(world.minutes().at(-1)).toEqual([22, 120]);
});

test('without an answer of sync the word of the socket says how far the buffer goes', async () => {
  const world = new World();
  world.receivedOf = undefined;
  await world.looks();

  world.days.told({
    type: 'info',
    device: 'cam',
    now: at(75),
    first: at(0),
    last: at(70),
    live: true,
    lastFrameAt: at(70),
  });

  expect(world.minutes().at(-1)).toEqual([22, 70]);
});

test('a run that began after a pause does not fill the pause', async () => {
  const world = new World();
  world.receivedOf = [
    { run: 0, firstTime: text(0), lastTime: text(60) },
    { run: 3000, firstTime: text(100), lastTime: text(119) },
  ];
  await world.looks();

  expect(world.minutes()).toEqual([
    [0, 20],
    [22, 60],
    [100, 119],
  ]);
});

test('a day is asked for again only when it may have changed', async () => {
  const world = await new World().looks();
  await world.looks();
  expect(world.asked).toEqual([DAY]);

  world.nowMillis += 11_000;
  await world.looks();

  expect(world.asked).toEqual([DAY, DAY]);
});

test('a day without an archive yet shows its buffer, and is not asked for all the time', async () => {
  const world = new World();
  world.archiveFails = new Problem(404, 'Nothing on this day', '', undefined);
  await world.looks();
  await world.looks();

  expect(world.asked).toEqual([DAY]);
  expect(world.minutes()).toEqual([[0, 119]]);
});

test('a failing archive is asked again after five seconds', async () => {
  const world = new World();
  world.archiveFails = new Problem(503, 'Starting', '', undefined);
  await world.looks();
  await world.looks();
  expect(world.asked).toEqual([DAY]);

  world.nowMillis += 5_100;
  await world.looks();

  expect(world.asked).toEqual([DAY, DAY]);
});

test('an event is known the moment it is seen, and once', async () => {
  const world = await new World().looks();

  world.days.sawEvent({ time: at(119), type: 'door', body: {} });
  world.days.sawEvent({ time: at(119), type: 'door', body: {} });
  world.days.sawEvent({ time: at(30), type: 'motion', body: {} });

  const { events } = world.days.drawn(START, START + 24 * HOUR);
  expect(events.map(({ time }) => (time - START) / MINUTE)).toEqual([30, 119]);
});
