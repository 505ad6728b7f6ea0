import { expect, test } from 'vitest';
import { Problem, RestClient } from '../../src/timeline-client';

function clientOf(
  answers: Record<string, () => Response>,
  seen: { url: URL; headers: Headers }[] = [],
): RestClient {
  const fetcher = (async (input: URL, init: RequestInit) => {
    const url = new URL(input);
    seen.push({ url, headers: new Headers(init.headers) });
    return answers[url.pathname + url.search]?.() ?? new Response('gone', { status: 404 });
  }) as unknown as typeof fetch;
  return new RestClient('http://localhost', { kind: 'bearer', token: 'abc' }, fetcher);
}

test('lists are read page by page', async () => {
  const seen: { url: URL; headers: Headers }[] = [];
  const client = clientOf(
    {
      '/v1/devices?limit=1000': () => Response.json({ devices: [{ device: 'a' }], next: 'b/c' }),
      '/v1/devices?limit=1000&cursor=b%2Fc': () => Response.json({ devices: [{ device: 'b' }] }),
    },
    seen,
  );

  expect((await client.devices()).map(({ device }) => device)).toEqual(['a', 'b']);
  expect(seen.every(({ headers }) => headers.get('Authorization') === 'Bearer abc')).toBe(true);
  expect(seen.every(({ url }) => !url.href.includes('abc'))).toBe(true);
});

test('a problem document becomes a problem', async () => {
  const body = {
    title: 'Unknown device',
    status: 404,
    detail: 'no frame of cam is kept',
    instance: '/v1/errors/7',
  };
  const client = clientOf({ '/v1/devices/cam': () => Response.json(body, { status: 404 }) });

  const problem = await client.device('cam').catch((error: unknown) => error as Problem);

  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({
    status: 404,
    title: 'Unknown device',
    trace: '/v1/errors/7',
    isRefusal: false,
  });
});

test('no answer and no JSON are problems too', async () => {
  const failing = new RestClient('http://localhost', { kind: 'none' }, () =>
    Promise.reject(new TypeError('refused')),
  );
  const html = clientOf({ '/v1/devices/cam': () => new Response('<html>', { status: 200 }) });

  await expect(failing.device('cam')).rejects.toMatchObject({ status: 0 });
  await expect(html.device('cam')).rejects.toBeInstanceOf(Problem);
});

test('a day without a timeline yet is an empty one', async () => {
  const client = clientOf({
    '/v1/devices/cam/days/2026-11-21/timeline': () => Response.json({ day: '2026-11-21' }),
  });

  expect(await client.timeline('cam', '2026-11-21')).toEqual({
    day: '2026-11-21',
    recorded: [],
    holes: [],
  });
});
