import type { Sound } from '../playback';
import { SECOND } from '../protocol';
import type { Rhythm } from './rhythm';
import { ToldPicture } from './told-picture';

/** What the surface tells of the media element. */
export interface SurfaceListener {
  /** A picture is on screen and can be drawn; its time (s) is of the media element. */
  picture(mediaTime: number): void;
  ended(): void;
}

/**
 * The browser's media element, out of sight: its pictures are drawn elsewhere, so that there is one surface whatever way
 * pictures come. It stays in the document behind that surface, since browsers save themselves pictures of others.
 */
export class VideoSurface implements Sound {
  readonly video: HTMLVideoElement;
  private callback: number | undefined;
  private lastDrawn = -1;
  private readonly told = new ToldPicture();

  constructor(
    place: ParentNode & Node,
    private readonly rhythm: Rhythm,
    private readonly listener: SurfaceListener,
  ) {
    this.video = document.createElement('video');
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.preload = 'auto';
    this.video.tabIndex = -1;
    this.video.setAttribute('aria-hidden', 'true');
    this.video.className = 'behind';
    this.video.addEventListener('ended', () => listener.ended());
    this.video.addEventListener('seeked', () => this.arrived());
    place.prepend(this.video);
    this.await();
  }

  get muted(): boolean {
    return this.video.muted;
  }

  /** Set when the stream's tracks are known. */
  present = false;

  async unmute(): Promise<void> {
    this.video.muted = false;
    // Pausing is what a browser does to an element that it does not let sound.
    if (this.video.paused && !this.video.ended) await this.video.play().catch(() => this.mute());
  }

  mute(): void {
    this.video.muted = true;
  }

  /** Whether playing goes on without waiting for bytes. */
  get hasNext(): boolean {
    return this.video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  get isSeeking(): boolean {
    return this.video.seeking;
  }

  /** Where the picture on screen begins (s), as far as the browser told. */
  get pictureStart(): number {
    const { currentTime } = this.video;
    return this.told.startAt(currentTime, this.spacing) ?? currentTime;
  }

  play(): void {
    void this.video.play().catch(() => undefined);
  }

  /** For browsers that do not tell of each picture: called at every repaint. */
  tick(): void {
    if (this.callback !== undefined || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    if (this.video.seeking || this.video.currentTime === this.lastDrawn || this.video.videoWidth === 0)
      return;
    this.lastDrawn = this.video.currentTime;
    this.listener.picture(this.lastDrawn);
  }

  close(): void {
    if (this.callback !== undefined) this.video.cancelVideoFrameCallback(this.callback);
    this.video.removeAttribute('src');
    this.video.load();
    this.video.remove();
  }

  private await(): void {
    if (!('requestVideoFrameCallback' in this.video)) return;
    this.callback = this.video.requestVideoFrameCallback((_, { mediaTime }) => {
      this.await();
      if (this.told.told(mediaTime, this.video.seeking)) this.listener.picture(mediaTime);
    });
  }

  /** An element that seeks cannot be drawn, so that a picture which is told of meanwhile waits for the end of the seek. */
  private arrived(): void {
    if (this.video.seeking) return;
    const start = this.told.arrived(this.video.currentTime, this.spacing);
    if (start !== undefined) this.listener.picture(start);
  }

  /** Of pictures, s. */
  private get spacing(): number {
    return this.rhythm.spacing / SECOND;
  }
}
