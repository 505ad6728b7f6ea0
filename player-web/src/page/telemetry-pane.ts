import type { Timed } from '../playback';

const KEPT = 60;

/** Latest values of the telemetry, one row per quantity with a small curve of the last minute or so. */
export class TelemetryPane {
  private readonly rows = new Map<string, { values: number[]; row: HTMLElement }>();

  constructor(private readonly list: HTMLElement) {}

  clear(): void {
    this.rows.clear();
    this.list.replaceChildren();
  }

  show({ body }: Timed): void {
    for (const [name, value] of quantitiesOf(body)) this.showOne(name, value);
  }

  private showOne(name: string, value: unknown): void {
    let known = this.rows.get(name);
    if (known === undefined) {
      const row = document.createElement('li');
      row.innerHTML =
        '<span class="name"></span><svg viewBox="0 0 60 16" preserveAspectRatio="none" aria-hidden="true"><polyline /></svg><span class="value"></span>';
      (row.querySelector('.name') as HTMLElement).textContent = inWords(name);
      known = { values: [], row };
      this.rows.set(name, known);
      this.list.append(row);
    }
    (known.row.querySelector('.value') as HTMLElement).textContent = valueInWords(value);
    if (typeof value !== 'number') return;
    known.values.push(value);
    if (known.values.length > KEPT) known.values.shift();
    known.row.querySelector('polyline')?.setAttribute('points', curve(known.values));
  }
}

/** Flat quantities of a telemetry body: `{a:1,b:{c:2}}` gives a and b.c; a bare value is called "value". */
export function quantitiesOf(body: unknown, prefix = ''): [string, unknown][] {
  if (typeof body !== 'object' || body === null) return [[prefix === '' ? 'value' : prefix, body]];
  if (Array.isArray(body)) return [[prefix === '' ? 'value' : prefix, body.join(', ')]];
  return Object.entries(body).flatMap(([key, value]) =>
    quantitiesOf(value, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/** `heartRate` and `heart_rate` become "heart rate". */
export function inWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .toLowerCase();
}

function valueInWords(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}

function curve(values: readonly number[]): string {
  const low = Math.min(...values);
  const range = Math.max(...values) - low;
  return values
    .map(
      (value, i) =>
        `${60 - values.length + i + 1},${range === 0 ? 8 : (15 - ((value - low) / range) * 14).toFixed(1)}`,
    )
    .join(' ');
}
