import { expect, test } from 'vitest';
import { RecordedDays } from '../../src/navigator/recorded-days';
import { dayStart, formatTime, HOUR, MINUTE, SECOND } from '../../src/protocol';
import { Problem, type Missing, type Received, type Timeline } from '../../src/timeline-client';

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
  lostOf: Missing['runs'] = [];
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
      missing: (_, day) =>
        Promise.resolve({ day, received: 0, expected: 0, missing: 0, runs: day === DAY ? this.lostOf : [] }),
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

test('what yesterday lacks is learned within half a minute, since a device may have just sent it', async () => {
  const world = new World();
  world.timelineOf = { recorded: [{ from: text(0), to: text(60), run: 0 }] };
  world.nowMillis += 24 * 3_600_000;
  await world.looks();
  expect(holesOf(world)).toEqual([]);

  world.timelineOf = COUNTED;
  world.nowMillis += 31_000;
  await world.looks();

  expect(holesOf(world)).toEqual([[20, 22, false]]);
});

test('an event is known the moment it is seen, and once', async () => {
  const world = await new World().looks();

  world.days.sawEvent({ time: at(119), type: 'door', body: {} });
  world.days.sawEvent({ time: at(119), type: 'door', body: {} });
  world.days.sawEvent({ time: at(30), type: 'motion', body: {} });

  const { events } = world.days.drawn(START, START + 24 * HOUR);
  expect(events.map(({ time }) => (time - START) / MINUTE)).toEqual([30, 119]);
});

/** A hole of 1200 frames, ten a second. */
const COUNTED: Partial<Timeline> = {
  recorded: [
    { from: text(0), to: text(20), run: 0, counters: [[0, 11_999]] },
    { from: text(22), to: text(60), run: 0, counters: [[13_200, 35_999]] },
  ],
  holes: [{ from: text(20), to: text(22), run: 0, counters: [[12_000, 13_199]], reason: 'missing' }],
};
const HEALED = { type: 'healed', day: DAY, run: 0 } as const;

function holesOf(world: World) {
  const { holes } = world.days.drawn(START, START + 24 * HOUR);
  return holes.map(({ from, to, lost }) => [(from - START) / MINUTE, (to - START) / MINUTE, lost]);
}

test('a hole that heals is recorded at once, and the day is asked for again after two seconds', async () => {
  const world = new World();
  world.timelineOf = COUNTED;
  await world.looks();
  expect(holesOf(world)).toEqual([[20, 22, false]]);

  world.nowMillis += 500;
  world.days.healed({ ...HEALED, ranges: [[12_000, 13_199]], from: at(20), to: at(22) - SECOND / 10 });
  await world.looks();

  expect(holesOf(world)).toEqual([]);
  expect(world.minutes()).toEqual([[0, 119]]);
  expect(world.asked).toEqual([DAY]);
  world.nowMillis += 1_600;
  await world.looks();
  expect(world.asked).toEqual([DAY, DAY]);
});

test('a hole that heals in part keeps what is still missing', async () => {
  const world = new World();
  world.timelineOf = COUNTED;
  await world.looks();

  world.days.healed({ ...HEALED, ranges: [[12_600, 13_199]], from: at(21), to: at(22) });

  expect(holesOf(world)).toEqual([[20, 21, false]]);
  expect(world.minutes()).toEqual([
    [0, 20],
    [21, 119],
  ]);
});

test('what is received and not archived yet closes a hole too', async () => {
  const world = new World();
  world.timelineOf = COUNTED;
  world.receivedOf = [{ run: 0, firstTime: text(0), lastTime: text(119), ranges: [[0, 71_999]] }];
  await world.looks();

  expect(holesOf(world)).toEqual([]);
});

test('frames that playing passed over are a hole until they come', async () => {
  const world = await new World().looks();
  const gap = { type: 'gap', day: DAY, run: 0, reason: 'missing' } as const;

  world.days.gap({ ...gap, from: at(100), to: at(101), ranges: [[60_000, 60_599]] });
  world.days.gap({ ...gap, from: at(110), to: at(111), ranges: [], reason: 'no-recording' });
  const before = holesOf(world);
  world.days.healed({ ...HEALED, ranges: [[60_000, 60_599]], from: at(100), to: at(101) });

  expect(before).toEqual([
    [100, 101, false],
    [20, 22, false],
  ]);
  expect(holesOf(world)).toEqual([[20, 22, false]]);
});

test('what is lost for good is told apart from what may still come', async () => {
  const world = new World();
  world.timelineOf = COUNTED;
  world.lostOf = [{ run: 0, lost: [{ ranges: [[12_000, 12_599]], reason: 'spool-full' }] }];
  await world.looks();

  expect(holesOf(world)).toEqual([
    [21, 22, false],
    [20, 21, true],
  ]);
  expect([at(20.5), at(21.5), at(30)].map((time) => world.days.isLost(time))).toEqual([true, false, false]);
});

test('a past day is asked for again while its holes may heal, and rarely once they are lost', async () => {
  const world = new World();
  world.timelineOf = COUNTED;
  world.nowMillis += 24 * 3_600_000;
  await world.looks();
  world.nowMillis += 31_000;
  world.lostOf = [{ run: 0, lost: [{ ranges: [[12_000, 13_199]], reason: 'spool-full' }] }];
  await world.looks();
  expect(world.asked).toEqual([DAY, DAY]);

  world.nowMillis += 31_000;
  await world.looks();

  expect(world.asked).toEqual([DAY, DAY]);
});
