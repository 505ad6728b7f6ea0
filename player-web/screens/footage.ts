import type { Page } from 'playwright-core';

/** Encoded pictures and sound that repeat for ever. Picture n shows n as 10 black or white blocks at its top left. */
export interface Footage {
  readonly codec: string;
  readonly record: Uint8Array;
  readonly pictures: readonly { key: boolean; data: Uint8Array; compositionOffset?: number }[];
  readonly sound: readonly Uint8Array[];
  /** Each picture as a small JPEG. */
  readonly stills: readonly Uint8Array[];
}

export const PICTURES = 120;
export const PICTURE_MICROS = 100_000;
export const KEY_EVERY = 20;
export const BLOCK = 16;
export const WIDTH = 768;
export const HEIGHT = 432;

interface Encoded {
  codec: string;
  record: string;
  pictures: { key: boolean; data: string }[];
  sound: string[];
  stills: string[];
}

/** Lets the browser draw and encode it; the page must be a secure context. */
export async function encodeFootage(page: Page): Promise<Footage> {
  const arguments_ = { count: PICTURES, every: KEY_EVERY, block: BLOCK, width: WIDTH, height: HEIGHT };
  const encoded: Encoded = await page.evaluate(encodeInPage, arguments_);
  const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
  return {
    codec: encoded.codec,
    record: bytes(encoded.record),
    pictures: encoded.pictures.map(({ key, data }) => ({ key, data: bytes(data) })),
    sound: encoded.sound.map(bytes),
    stills: encoded.stills.map(bytes),
  };
}

/** Runs in the page, so it refers to nothing outside itself. */
async function encodeInPage(a: {
  count: number;
  every: number;
  block: number;
  width: number;
  height: number;
}): Promise<Encoded> {
  const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const bytesOf = (source: AllowSharedBufferSource) =>
    ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
  const canvas = new OffscreenCanvas(a.width, a.height);
  const g = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  const draw = (n: number) => {
    const sky = g.createLinearGradient(0, 0, 0, a.height * 0.7);
    sky.addColorStop(0, '#27384d');
    sky.addColorStop(1, '#c98f6b');
    g.fillStyle = sky;
    g.fillRect(0, 0, a.width, a.height);
    g.fillStyle = '#3c403a';
    g.fillRect(0, a.height * 0.66, a.width, a.height);
    g.fillStyle = '#55524d';
    g.fillRect(0, a.height * 0.74, a.width, a.height * 0.1);
    g.fillStyle = '#2d2a2b';
    g.fillRect(60, 130, 210, 170);
    g.beginPath();
    g.moveTo(40, 130);
    g.lineTo(165, 60);
    g.lineTo(290, 130);
    g.fill();
    g.fillStyle = '#f3d28a';
    g.fillRect(96, 170, 44, 44);
    g.fillRect(190, 170, 44, 44);
    for (let tree = 0; tree < 3; tree++) {
      g.fillStyle = '#26382c';
      g.beginPath();
      g.ellipse(430 + tree * 120, 215, 46, 70 - tree * 8, 0, 0, 7);
      g.fill();
      g.fillRect(426 + tree * 120, 260, 9, 46);
    }
    const x = (n / a.count) * (a.width + 120) - 60;
    g.fillStyle = '#16181c';
    g.beginPath();
    g.ellipse(x, 268, 12, 13, 0, 0, 7);
    g.fill();
    g.fillRect(x - 13, 280, 26, 50);
    g.fillRect(x - 11 + Math.sin(n) * 5, 328, 9, 34);
    g.fillRect(x + 2 - Math.sin(n) * 5, 328, 9, 34);
    for (let bit = 0; bit < 10; bit++) {
      g.fillStyle = (n >> bit) & 1 ? '#fff' : '#000';
      g.fillRect(bit * a.block, 0, a.block, a.block);
    }
  };
  const wanted = ['avc1.42e01e', 'vp8'];
  let config: VideoEncoderConfig | undefined;
  for (const codec of wanted) {
    const candidate: VideoEncoderConfig = {
      codec,
      width: a.width,
      height: a.height,
      bitrate: 900_000,
      framerate: 10,
      ...(codec.startsWith('avc') ? { avc: { format: 'avc' as const } } : {}),
    };
    const { supported } = await VideoEncoder.isConfigSupported(candidate);
    if (supported === true && config === undefined) config = candidate;
  }
  if (config === undefined) throw new Error('this browser encodes neither H.264 nor VP8');
  const pictures: { key: boolean; data: string }[] = [];
  let record = '';
  const encoder = new VideoEncoder({
    output: (chunk, metadata) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      pictures.push({ key: chunk.type === 'key', data: base64(data) });
      const description = metadata?.decoderConfig?.description;
      if (description !== undefined) record = base64(bytesOf(description));
    },
    error: (error) => {
      throw error;
    },
  });
  encoder.configure(config);
  const stills: string[] = [];
  const small = new OffscreenCanvas(192, 108);
  for (let n = 0; n < a.count; n++) {
    draw(n);
    const frame = new VideoFrame(canvas, { timestamp: n * 100_000, duration: 100_000 });
    encoder.encode(frame, { keyFrame: n % a.every === 0 });
    frame.close();
    small.getContext('2d')?.drawImage(canvas, 0, 0, 192, 108);
    const still = await small.convertToBlob({ type: 'image/jpeg' });
    stills.push(base64(new Uint8Array(await still.arrayBuffer())));
  }
  await encoder.flush();

  const sound: string[] = [];
  const audio = new AudioEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      sound.push(base64(data));
    },
    error: (error) => {
      throw error;
    },
  });
  audio.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 24_000 });
  for (let n = 0; n < 60; n++) {
    const samples = Float32Array.from(
      { length: 960 },
      (_, i) => Math.sin(((n * 960 + i) / 48_000) * 2765) * 0.2,
    );
    const data = new AudioData({
      format: 'f32-planar',
      sampleRate: 48_000,
      numberOfFrames: 960,
      numberOfChannels: 1,
      timestamp: n * 20_000,
      data: samples,
    });
    audio.encode(data);
    data.close();
  }
  await audio.flush();
  return { codec: config.codec, record, pictures, sound, stills };
}
