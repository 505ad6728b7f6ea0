import { DAY, HOUR, MINUTE, SECOND, type Micros } from '../protocol';
import styles from './navigator.css?inline';
import { paint, ROWS, type Palette } from './painting';
import type { Drawn, DrawnHole, RecordedDays } from './recorded-days';
import { spanAt } from './spans';
import { stillStep, type Stills } from './stills';
import { TimeScale } from './time-scale';
import { clockSeconds, fullDate, zone } from './wording';

/** Detail of the `dr-seek` event. */
export interface SeekDetail {
  readonly time: Micros;
}

const NOTHING: Drawn = { recorded: [], holes: [], events: [] };
const DRAG_PIXELS = 4;
const FOLLOW_AGAIN_MILLIS = 8_000;
const FOLLOW_PART = 0.85;

const TEMPLATE = `
<style>${styles}</style>
<div part="bar" class="bar">
  <span class="legend" aria-hidden="true">
    <span><i class="swatch recorded"></i>recorded</span>
    <span><i class="swatch hole"></i>missing, may still arrive</span>
    <span><i class="swatch lost"></i>missing for good</span>
    <span><i class="swatch event"></i>event</span>
  </span>
  <span class="zone" part="zone"></span>
  <span class="zoom" role="group" aria-label="Stretch of time">
    <button type="button" data-span="${HOUR}">hour</button>
    <button type="button" data-span="${DAY}">day</button>
    <button type="button" data-zoom="2" aria-label="Show more time">−</button>
    <button type="button" data-zoom="0.5" aria-label="Show less time">+</button>
  </span>
</div>
<img part="still" class="still" alt="" hidden />
<canvas part="timeline" tabindex="0" role="slider" aria-label="Time"></canvas>`;

/**
 * `<dayreel-navigator>`: the timeline. Wheel or pinch zooms around the pointer, drag pans, click asks for a time
 * (event `dr-seek`). It follows the playhead unless the viewer just moved it, and never jumps when data arrives.
 */
export class NavigatorElement extends HTMLElement {
  private readonly canvas: HTMLCanvasElement;
  private readonly zoneLabel: HTMLElement;
  private readonly still: HTMLImageElement;
  private shownStills: Stills | undefined;
  private isFocused = false;
  private days: RecordedDays | undefined;
  private view = new TimeScale(Date.now() * 1000 - 55 * MINUTE, Date.now() * 1000 + 5 * MINUTE, 1);
  private playhead: Micros | undefined;
  private hover: number | undefined;
  private touched = -Infinity;
  private palette: Palette | undefined;
  private shownHoles: readonly DrawnHole[] = [];
  private readonly pointers = new Map<number, { x: number; start: number; moved: boolean }>();
  private readonly resizing = new ResizeObserver(() => this.resize());

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = TEMPLATE;
    this.canvas = root.querySelector('canvas') as HTMLCanvasElement;
    this.zoneLabel = root.querySelector('.zone') as HTMLElement;
    this.still = root.querySelector('.still') as HTMLImageElement;
    root
      .querySelector('.zoom')
      ?.addEventListener('click', (event) => this.zoomButton(event.target as HTMLElement));
    this.listen();
  }

  connectedCallback(): void {
    this.resizing.observe(this.canvas);
  }

  disconnectedCallback(): void {
    this.resizing.disconnect();
  }

  /** What is drawn. */
  set recorded(days: RecordedDays | undefined) {
    this.days = days;
  }

  /** Pictures of the times that are pointed at; those before are let go. */
  set stills(stills: Stills | undefined) {
    this.shownStills?.close();
    this.shownStills = stills;
  }

  /** The visible stretch; read-only, for tests and for the page. */
  get scale(): TimeScale {
    return this.view;
  }

  /** The holes in the visible stretch, as they were painted last; for tests and for the page. */
  get holes(): readonly DrawnHole[] {
    return this.shownHoles;
  }

  /** Shows a stretch of time. */
  show(from: Micros, to: Micros): void {
    this.view = new TimeScale(from, to, this.view.width);
    this.touched = performance.now();
  }

  /** Keeps the width of time and moves to where the playhead is, also if the viewer just moved it. */
  follow(): void {
    this.touched = -Infinity;
  }

  /** Shows more (factor > 1) or less time around the playhead, or the middle where that is not in view. */
  zoomBy(factor: number): void {
    const middle = this.playhead ?? this.view.time(this.view.width / 2);
    const inView = middle >= this.view.from && middle <= this.view.to;
    this.view = this.view.zoom(inView ? this.view.x(middle) : this.view.width / 2, factor);
  }

  /** Paints once; called by the page at every repaint. @param now the server's clock */
  paint(playhead: Micros | undefined, now: Micros): void {
    this.playhead = playhead;
    if (this.view.width < 2) return;
    this.followPlayhead();
    this.days?.look(this.view.from, this.view.to);
    const g = this.canvas.getContext('2d');
    if (g === null) return;
    this.palette ??= this.readPalette();
    const drawn = this.days?.drawn(this.view.from, this.view.to) ?? NOTHING;
    this.shownHoles = drawn.holes;
    const hover = this.pointedAt();
    paint(g, { scale: this.view, drawn, now, playhead, hover }, this.palette);
    this.showStill(hover, drawn);
    this.describe();
  }

  /** Where the pointer is, or the playhead while the keyboard moves it. */
  private pointedAt(): number | undefined {
    if (this.hover !== undefined || !this.isFocused || this.playhead === undefined) return this.hover;
    const x = this.view.x(this.playhead);
    return x < 0 || x > this.view.width ? undefined : x;
  }

  private showStill(x: number | undefined, drawn: Drawn): void {
    const { still, shownStills: stills } = this;
    const time = x === undefined ? undefined : this.view.time(x);
    const isRecorded = time !== undefined && spanAt(drawn.recorded, time) !== undefined;
    if (!isRecorded) stills?.leave();
    const address = isRecorded ? stills?.of(time, stillStep(this.view.span / this.view.width)) : undefined;
    // Until the picture of a new time is there the last one would lie.
    still.hidden = address === undefined;
    if (address === undefined || x === undefined || time === undefined) return;
    if (still.getAttribute('src') !== address) {
      still.src = address;
      still.alt = `Picture at ${clockSeconds(time)}`;
    }
    const half = still.offsetWidth / 2 + 4;
    still.style.left = `${Math.max(half, Math.min(this.view.width - half, x))}px`;
  }

  private followPlayhead(): void {
    const time = this.playhead;
    if (time === undefined || this.pointers.size > 0) return;
    if (performance.now() - this.touched < FOLLOW_AGAIN_MILLIS) return;
    const part = this.view.x(time) / this.view.width;
    if (part > 1.2 || part < 0) this.view = this.view.place(time, FOLLOW_PART);
    else if (part > FOLLOW_PART) this.view = this.view.place(time, FOLLOW_PART);
  }

  private describe(): void {
    const time = this.playhead ?? Math.min(this.view.to, Date.now() * 1000);
    const words = `${fullDate(time)} · ${zone(time)}`;
    if (this.zoneLabel.textContent !== words) this.zoneLabel.textContent = words;
    const spoken = `${clockSeconds(time)}, ${fullDate(time)}`;
    if (this.canvas.getAttribute('aria-valuetext') === spoken) return;
    this.canvas.setAttribute('aria-valuetext', spoken);
    this.canvas.setAttribute('aria-valuenow', String(Math.floor(time / SECOND)));
    this.canvas.setAttribute('aria-valuemin', String(Math.floor(this.view.from / SECOND)));
    this.canvas.setAttribute('aria-valuemax', String(Math.floor(this.view.to / SECOND)));
  }

  private readPalette(): Palette {
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    return {
      recorded: colour('--dr-timeline-recorded'),
      empty: colour('--dr-timeline-empty'),
      future: colour('--dr-timeline-future'),
      hole: colour('--dr-timeline-hole'),
      lost: colour('--dr-timeline-lost'),
      event: colour('--dr-timeline-event'),
      playhead: colour('--dr-text'),
      text: colour('--dr-text-quiet'),
      faint: colour('--dr-line'),
      surface: colour('--dr-surface-raised'),
      font: `12px ${style.fontFamily}`,
    };
  }

  private resize(): void {
    const { clientWidth } = this.canvas;
    if (clientWidth < 2) return;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(ROWS.height * ratio);
    this.canvas.getContext('2d')?.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.view = this.view.resize(clientWidth);
    this.palette = undefined;
  }

  // ---- pointer ------------------------------------------------------------------------------------------------

  private listen(): void {
    const { canvas } = this;
    canvas.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        this.touched = performance.now();
        if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
          this.view = this.view.pan(-(event.deltaX || event.deltaY));
        } else {
          this.view = this.view.zoom(event.offsetX, Math.exp(event.deltaY / 400));
        }
      },
      { passive: false },
    );
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, { x: event.offsetX, start: event.offsetX, moved: false });
    });
    canvas.addEventListener('pointermove', (event) => this.pointerMoved(event));
    canvas.addEventListener('pointerleave', () => (this.hover = undefined));
    canvas.addEventListener('focus', () => (this.isFocused = canvas.matches(':focus-visible')));
    canvas.addEventListener('blur', () => (this.isFocused = false));
    canvas.addEventListener('pointerup', (event) => this.pointerUp(event));
    canvas.addEventListener('pointercancel', (event) => this.pointers.delete(event.pointerId));
  }

  private pointerMoved(event: PointerEvent): void {
    if (event.pointerType === 'mouse') this.hover = event.offsetX;
    const pointer = this.pointers.get(event.pointerId);
    if (pointer === undefined) return;
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, other]) => other.x);
    const other = others[0];
    if (other !== undefined) {
      const factor = Math.abs(pointer.x - other) / Math.max(8, Math.abs(event.offsetX - other));
      this.view = this.view.zoom((event.offsetX + other) / 2, factor);
      pointer.moved = true;
    } else if (pointer.moved || Math.abs(event.offsetX - pointer.start) > DRAG_PIXELS) {
      this.view = this.view.pan(event.offsetX - pointer.x);
      pointer.moved = true;
    }
    if (pointer.moved) this.touched = performance.now();
    pointer.x = event.offsetX;
  }

  private pointerUp(event: PointerEvent): void {
    const pointer = this.pointers.get(event.pointerId);
    this.pointers.delete(event.pointerId);
    if (pointer === undefined || pointer.moved) return;
    this.touched = performance.now();
    const detail: SeekDetail = { time: this.view.time(event.offsetX) };
    this.dispatchEvent(new CustomEvent('dr-seek', { detail, bubbles: true, composed: true }));
  }

  private zoomButton(button: HTMLElement): void {
    const { span, zoom } = button.dataset;
    if (zoom !== undefined) this.zoomBy(Number(zoom));
    if (span !== undefined) this.zoomBy(Number(span) / this.view.span);
  }
}
