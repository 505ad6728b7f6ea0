import { DAY, type Micros } from '../protocol';
import type { Drawn } from './recorded-days';
import { spanAt, type Span } from './spans';
import type { TimeScale } from './time-scale';
import { clockSeconds, holeInWords, tickLabel } from './wording';

/** Colours of the timeline, from the component's custom properties. */
export interface Palette {
  readonly recorded: string;
  readonly empty: string;
  readonly future: string;
  readonly hole: string;
  readonly lost: string;
  readonly event: string;
  readonly playhead: string;
  readonly text: string;
  readonly faint: string;
  readonly surface: string;
  readonly font: string;
}

/** What is to be painted. */
export interface Scene {
  readonly scale: TimeScale;
  readonly drawn: Drawn;
  readonly now: Micros;
  readonly playhead: Micros | undefined;
  readonly hover: number | undefined;
}

/** Heights in CSS pixels; the band is where recorded time is drawn. */
export const ROWS = { labels: 24, band: 30, events: 18, height: 84 } as const;
const BAND_TOP = ROWS.labels + 4;

/** Paints the timeline; the context is scaled to CSS pixels. */
export function paint(g: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { scale } = scene;
  g.clearRect(0, 0, scale.width, ROWS.height);
  g.font = palette.font;
  paintBand(g, scene, palette);
  paintTicks(g, scale, palette);
  paintEvents(g, scene, palette);
  paintNow(g, scene, palette);
  if (scene.hover !== undefined) paintHover(g, scene, scene.hover, palette);
  if (scene.playhead !== undefined) paintPlayhead(g, scale, scene.playhead, palette);
}

function paintBand(g: CanvasRenderingContext2D, { scale, drawn, now }: Scene, palette: Palette): void {
  const nowX = Math.max(0, Math.min(scale.width, scale.x(now)));
  g.fillStyle = palette.empty;
  g.fillRect(0, BAND_TOP, nowX, ROWS.band);
  g.fillStyle = palette.future;
  g.fillRect(nowX, BAND_TOP, scale.width - nowX, ROWS.band);
  g.fillStyle = palette.recorded;
  for (const span of drawn.recorded) {
    const { x, width } = box(scale, span, 1);
    g.fillRect(x, BAND_TOP, width, ROWS.band);
  }
  for (const hole of drawn.holes) {
    const { x, width } = box(scale, hole, 3);
    g.fillStyle = palette.empty;
    g.fillRect(x, BAND_TOP, width, ROWS.band);
    hatch(g, x, width, hole.lost ? palette.lost : palette.hole, hole.lost);
  }
}

/** Pixels of a span, cut to the visible part, at least so many wide. */
function box(scale: TimeScale, span: Span, least: number): { x: number; width: number } {
  const left = Math.max(-2, scale.x(span.from));
  const right = Math.min(scale.width + 2, scale.x(span.to));
  const width = Math.max(least, right - left);
  return { x: right - left < least ? (left + right - width) / 2 : left, width };
}

/** Diagonal lines for what may still arrive, crossed ones for what is lost, so that colour is not the only carrier. */
function hatch(
  g: CanvasRenderingContext2D,
  x: number,
  width: number,
  colour: string,
  crossed: boolean,
): void {
  g.save();
  g.beginPath();
  g.rect(x, BAND_TOP, width, ROWS.band);
  g.clip();
  g.strokeStyle = colour;
  g.lineWidth = 1.5;
  g.beginPath();
  for (let at = x - ROWS.band - ((x - ROWS.band) % 6); at < x + width; at += 6) {
    g.moveTo(at, BAND_TOP + ROWS.band);
    g.lineTo(at + ROWS.band, BAND_TOP);
    if (crossed) {
      g.moveTo(at, BAND_TOP);
      g.lineTo(at + ROWS.band, BAND_TOP + ROWS.band);
    }
  }
  g.stroke();
  g.strokeRect(x + 0.5, BAND_TOP + 0.5, Math.max(1, width - 1), ROWS.band - 1);
  g.restore();
}

function paintTicks(g: CanvasRenderingContext2D, scale: TimeScale, palette: Palette): void {
  const apart = scale.width < 600 ? 76 : 100;
  const step = scale.step(apart);
  g.textBaseline = 'middle';
  g.textAlign = 'left';
  for (const { time, isDay } of scale.ticks(apart)) {
    const x = Math.round(scale.x(time)) + 0.5;
    g.strokeStyle = palette.faint;
    g.lineWidth = 1;
    g.beginPath();
    g.moveTo(x, isDay ? 4 : 10);
    g.lineTo(x, BAND_TOP);
    g.stroke();
    g.fillStyle = isDay || step >= DAY ? palette.playhead : palette.text;
    g.fillText(tickLabel(time, step, isDay), x + 5, ROWS.labels / 2 + 2);
  }
}

function paintEvents(g: CanvasRenderingContext2D, { scale, drawn }: Scene, palette: Palette): void {
  g.fillStyle = palette.event;
  const top = BAND_TOP + ROWS.band + 4;
  let last = -Infinity;
  for (const { time } of drawn.events) {
    const x = scale.x(time);
    if (x - last < 3) continue;
    last = x;
    g.beginPath();
    g.moveTo(x, top);
    g.lineTo(x + 5, top + 9);
    g.lineTo(x - 5, top + 9);
    g.fill();
  }
}

function paintNow(g: CanvasRenderingContext2D, { scale, now }: Scene, palette: Palette): void {
  const x = Math.round(scale.x(now)) + 0.5;
  if (x < 0 || x > scale.width) return;
  g.strokeStyle = palette.text;
  g.setLineDash([2, 3]);
  g.beginPath();
  g.moveTo(x, BAND_TOP);
  g.lineTo(x, BAND_TOP + ROWS.band);
  g.stroke();
  g.setLineDash([]);
  if (scale.width - x < 40) return;
  g.fillStyle = palette.text;
  g.textAlign = 'left';
  g.fillText('now', x + 6, BAND_TOP + ROWS.band / 2 + 1);
}

function paintHover(g: CanvasRenderingContext2D, { scale, drawn }: Scene, x: number, palette: Palette): void {
  g.strokeStyle = palette.text;
  g.lineWidth = 1;
  g.beginPath();
  g.moveTo(Math.round(x) + 0.5, BAND_TOP);
  g.lineTo(Math.round(x) + 0.5, BAND_TOP + ROWS.band);
  g.stroke();
  const time = scale.time(x);
  const words = [clockSeconds(time), holeInWords(spanAt(drawn.holes, time))].filter(Boolean).join(' · ');
  bubble(g, words, x, scale.width, palette.surface, palette.playhead);
}

function paintPlayhead(g: CanvasRenderingContext2D, scale: TimeScale, time: Micros, palette: Palette): void {
  const x = Math.round(scale.x(time));
  if (x < -8 || x > scale.width + 8) return;
  g.fillStyle = palette.playhead;
  g.fillRect(x - 1, BAND_TOP - 4, 2, ROWS.band + 8);
  g.beginPath();
  g.moveTo(x - 6, BAND_TOP - 8);
  g.lineTo(x + 6, BAND_TOP - 8);
  g.lineTo(x, BAND_TOP);
  g.fill();
}

function bubble(
  g: CanvasRenderingContext2D,
  words: string,
  x: number,
  width: number,
  background: string,
  colour: string,
): void {
  const half = g.measureText(words).width / 2 + 8;
  const centre = Math.max(half, Math.min(width - half, x));
  g.fillStyle = background;
  g.beginPath();
  g.roundRect(centre - half, 1, half * 2, ROWS.labels - 2, 6);
  g.fill();
  g.fillStyle = colour;
  g.textAlign = 'center';
  g.fillText(words, centre, ROWS.labels / 2 + 1);
}
