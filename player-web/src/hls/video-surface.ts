import type { Sound } from '../playback';

/** What the surface tells of the media element. */
export interface SurfaceListener {
  /** A picture is on screen; its time (s) is of the media element. */
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
  /** Time (s) of the picture that is on screen, also of one that came while the element was seeking. */
  private presented = -Infinity;

  constructor(
    place: ParentNode & Node,
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

  /** Where the picture on screen begins (s), as far as the browser told. @param spacing of pictures, s */
  pictureStart(spacing: number): number {
    const { currentTime } = this.video;
    const age = currentTime - this.presented;
    return age >= -0.001 && age < spacing ? this.presented : currentTime;
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
      this.presented = mediaTime;
      this.listener.picture(mediaTime);
    });
  }
}
