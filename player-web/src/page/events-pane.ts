import { clockSeconds, date } from '../navigator/wording';
import type { DrawnEvent } from '../navigator';
import { dayOf, type Micros } from '../protocol';
import { inWords } from './telemetry-pane';

const MOST = 200;

/** Events of the day that is looked at, newest first; a click shows the event. */
export class EventsPane {
  private drawn = '';

  constructor(
    private readonly list: HTMLElement,
    private readonly empty: HTMLElement,
    seek: (time: Micros) => void,
  ) {
    list.addEventListener('click', (event) => {
      const time = (event.target as Element).closest('button')?.dataset['time'];
      if (time !== undefined) seek(Number(time));
    });
  }

  show(events: readonly DrawnEvent[], playhead: Micros | undefined): void {
    const newest = events.slice(-MOST).toReversed();
    const current = newest.find(({ time }) => playhead !== undefined && time <= playhead)?.time;
    const key = `${newest.length}/${newest[0]?.time}/${current}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.empty.hidden = newest.length > 0;
    this.empty.textContent = 'None on this day.';
    const today = dayOf(Date.now() * 1000);
    this.list.replaceChildren(...newest.map((event) => row(event, event.time === current, today)));
  }
}

function row({ time, type, body }: DrawnEvent, isCurrent: boolean, today: string): HTMLElement {
  const item = document.createElement('li');
  const button = Object.assign(document.createElement('button'), { type: 'button' });
  button.dataset['time'] = String(time);
  if (isCurrent) button.setAttribute('aria-current', 'true');
  const when = document.createElement('time');
  when.textContent = dayOf(time) === today ? clockSeconds(time) : `${date(time)} ${clockSeconds(time)}`;
  const what = Object.assign(document.createElement('span'), {
    className: 'what',
    textContent: inWords(type),
  });
  const more = Object.assign(document.createElement('span'), {
    className: 'more',
    textContent: detailOf(body),
  });
  button.append(when, what, more);
  item.append(button);
  return item;
}

/** The rest of an event's body on one line. */
function detailOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return typeof body === 'string' ? body : '';
  return Object.entries(body)
    .filter(([key, value]) => key !== 'type' && typeof value !== 'object')
    .map(([key, value]) => `${inWords(key)} ${String(value)}`)
    .join(' · ');
}

/** The type that an event's body names. */
export function eventTypeOf(body: unknown): string {
  const type =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['type'] : undefined;
  return typeof type === 'string' ? type : 'event';
}
