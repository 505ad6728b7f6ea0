import { expect, test } from 'vitest';
import { FrameError, parseConfiguration } from '../../src/protocol';
import { configurationBody } from '../frame-builder';

test('format and codec record come back', () => {
  const body = configurationBody({ codec: 'avc1.64001f', width: 768, height: 432 }, new Uint8Array([1, 100]));

  const { format, record } = parseConfiguration(body);

  expect(format).toEqual({ codec: 'avc1.64001f', width: 768, height: 432 });
  expect([...record]).toEqual([1, 100]);
});

test('a body that is cut or no JSON object is refused', () => {
  const whole = configurationBody({ codec: 'opus' });

  expect(() => parseConfiguration(whole.subarray(0, 1))).toThrow(FrameError);
  expect(() => parseConfiguration(whole.subarray(0, 9))).toThrow(/16 bytes/);
  expect(() => parseConfiguration(new Uint8Array([0, 1, 123]))).toThrow(/not JSON/);
  expect(() => parseConfiguration(new Uint8Array([0, 1, 49]))).toThrow(/not a JSON object/);
});
