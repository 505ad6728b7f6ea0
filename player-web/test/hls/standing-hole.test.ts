import { expect, test } from 'vitest';
import { StandingHole } from '../../src/hls/standing-hole';
import { SECOND } from '../../src/protocol';

test('a hole says that frames are missing as soon as that is known', () => {
  let reason = 'no-recording';
  const hole = new StandingHole({ asked: 7, before: 5, after: 9, reason }, () => ({ reason }));
  expect(hole.known(0)).toMatchObject({ reason: 'no-recording' });

  reason = 'missing';

  expect(hole.known(0.1 * SECOND)).toMatchObject({ reason: 'no-recording' });
  expect(hole.known(SECOND)).toEqual({ asked: 7, before: 5, after: 9, reason: 'missing' });
});

test('frames that are on their way are still missing from the stretch', () => {
  const hole = new StandingHole({ asked: 7, before: 5, after: 9, reason: 'missing' }, () => ({
    reason: 'no-recording',
  }));

  expect(hole.known(SECOND)).toMatchObject({ reason: 'missing' });
});
